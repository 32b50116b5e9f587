from django.urls import path

from referrals.views import checks, money, services

urlpatterns = [
    path("layanan-diberikan/", services.services_given, name="services_given"),
    path("layanan-diberikan/baru/", services.service_record, name="service_record"),
    path("layanan-diberikan/<uuid:pk>/", services.service_given, name="service_given"),
    path("layanan-diberikan/<uuid:pk>/batal/", services.service_cancel, name="service_cancel"),
    path("persetujuan-uang/", money.money_list, name="money_list"),
    path("persetujuan-uang/<uuid:pk>/setujui/", money.money_approve, name="money_approve"),
    path("persetujuan-uang/<uuid:pk>/tolak/", money.money_refuse, name="money_refuse"),
    path("pemeriksaan-lanjut/", checks.check_list, name="check_list"),
    path("pemeriksaan-lanjut/<uuid:pk>/", checks.check_answer, name="check_answer"),
]
