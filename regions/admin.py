"""Regions in the admin: looked up, told the way there, retired; never added or deleted by hand (the file does that)."""

from django.contrib import admin

from regions.models import Region


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "level", "parent", "active")
    list_filter = ("level", "active")
    list_select_related = ("parent",)
    search_fields = ("code", "name", "folded")
    fields = ("code", "name", "level", "parent", "way_there", "active")
    readonly_fields = ("code", "name", "level", "parent")

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
