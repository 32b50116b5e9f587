"""Of allauth only signing in and out and changing one's password are reachable; nobody signs up."""

from allauth.account import views as allauth
from django.contrib.auth.decorators import login_not_required
from django.urls import path

from .views import invitations, own, signing, users

urlpatterns = [
    path("masuk/", signing.SignIn.as_view(), name="account_login"),
    path("keluar/", login_not_required(allauth.logout), name="account_logout"),
    path("keluar-cepat/", signing.quick_exit, name="quick_exit"),
    path("selesai/", signing.left, name="left"),
    path("topi/", signing.choose_hat, name="choose_hat"),
    path("bahasa/", signing.language, name="language"),
    path("akun/", own.my_account, name="my_account"),
    path("akun/sandi/", allauth.password_change, name="account_change_password"),
    path("akun/sesi/", own.end_other_sessions, name="end_other_sessions"),
    path("akun/lipatan/", own.remember_folds, name="remember_folds"),
    path("pemberitahuan/", own.notices, name="notices"),
    path("pemberitahuan/dibaca/", own.read_all, name="read_all_notices"),
    path("pemberitahuan/<uuid:pk>/", own.open_notice, name="open_notice"),
    path("pengguna/", users.users, name="users"),
    path("pengguna/undang/", users.user_invite, name="user_invite"),
    path("pengguna/undangan/<uuid:pk>/", invitations.user_link, name="user_link"),
    path("pengguna/undangan/<uuid:pk>/tarik/", invitations.revoke_link, name="revoke_link"),
    path("pengguna/<uuid:pk>/", users.user_detail, name="user_detail"),
    path("pengguna/<uuid:pk>/konfirmasi/", users.user_confirm, name="user_confirm"),
    path("pengguna/<uuid:pk>/peran/", users.user_roles, name="user_roles"),
    path("pengguna/<uuid:pk>/sandi/", users.user_password_link, name="user_password_link"),
    path("pengguna/<uuid:pk>/akses/", users.user_access, name="user_access"),
    path("undangan/<str:token>/", invitations.invitation, name="invitation"),
]
