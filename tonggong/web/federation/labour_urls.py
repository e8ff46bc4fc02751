"""The addresses of the hires of public bodies, of contracts and of equal pay."""

from django.urls import path

from tonggong.web.federation.views import hires, labour

urlpatterns = [
    path("leading/hires/", hires.hires, name="hires"),
    path("leading/hires/make/", hires.make, name="hires-make"),
    path("leading/hires/rows/", hires.rows, name="hires-rows"),
    path("leading/hires/export/", hires.export, name="hires-export"),
    path("leading/hires/report/", hires.report, name="hires-report"),
    path("leading/hires/<int:case_id>/", hires.hire, name="hire"),
    path("leading/hires/<int:case_id>/settle/", hires.settle, name="hire-settle"),
    path("labour/", labour.labour, name="labour"),
    path("labour/contracts/", labour.contract_rows, name="labour-contracts"),
    path("labour/pay/", labour.pay, name="labour-pay"),
    path("labour/pay/make/", labour.pay_make, name="labour-pay-make"),
    path("labour/pay/rows/", labour.pay_rows, name="labour-pay-rows"),
    path("labour/pay/<int:check_id>/", labour.pay_check, name="labour-pay-check"),
    path("labour/pay/<int:check_id>/settle/", labour.pay_settle, name="labour-pay-settle"),
]
