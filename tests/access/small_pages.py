"""A URL table of a few pages, good and bad, on which the walk itself is tried."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_GET, require_POST

from tests.access.objects import KINDS, Owner, kind
from tonggong.base.accounts.models import Post
from tonggong.base.accounts.pages import duty, public_page, signed_in
from tonggong.base.accounts.second_factor import confirm
from tonggong.base.accounts.sessions import SignInRefused, sign_in, sign_out, switch_post
from tonggong.base.accounts.who import Request
from tonggong.base.divisions.models import Division


def _town(request: Request, code: str) -> str:
    if not request.who.covers(code):
        raise Http404
    return code


@public_page
def front(request: HttpRequest) -> HttpResponse:
    return HttpResponse("门厅")


@public_page
def entrance(request: Request) -> HttpResponse:
    if request.method == "GET":
        return HttpResponse("请登录")
    try:
        who = sign_in(request, request.POST.get("username", ""), request.POST.get("password", ""))
    except SignInRefused as refused:
        return HttpResponse(str(refused), status=422)
    return HttpResponse(f"{who.name} {who.role}")


@require_POST
@signed_in
def leave(request: Request) -> HttpResponse:
    sign_out(request)
    return HttpResponse("再见")


@require_POST
@signed_in
def turn(request: Request, post_id: int) -> HttpResponse:
    try:
        return HttpResponse(switch_post(request, post_id).role)
    except Post.DoesNotExist:
        raise Http404 from None


@signed_in
def second(request: Request) -> HttpResponse:
    good = request.method == "POST" and confirm(request, request.who, request.POST.get("token", ""))
    return HttpResponse("对" if good else "错", status=200 if good else 422)


@signed_in
def mine(request: Request) -> HttpResponse:
    return HttpResponse(request.who.name)


@require_GET
@duty("figures.read")
def figures(request: Request) -> HttpResponse:
    return HttpResponse("12")


@require_POST
@duty("findings.decide")
def decide(request: Request, code: str) -> HttpResponse:
    return HttpResponse(_town(request, code), status=422)


@duty("ledger.read", "findings.read")
def town(request: Request, code: str) -> HttpResponse:
    return HttpResponse(_town(request, code))


@duty("ledger.unmask")
def secret(request: Request) -> HttpResponse:
    return HttpResponse("完整号码")


@duty("ledger.read")
def careless(request: Request, code: str) -> HttpResponse:
    return HttpResponse(code)


@duty("ledger.read")
def writing(request: Request) -> HttpResponse:
    Division.objects.create(code="211100000000", name="盘锦市", level="city", source="试验")
    return HttpResponse("写了")


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("谁都能看")


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(str(exception), status=403)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=404)


@kind("town")
def make_town(owner: Owner) -> dict[str, str]:
    return {"code": owner.township_code}


KINDS_HERE = {"town": KINDS.pop("town")}  # only while the walk is tried on these pages

account = [
    path("sign-in", entrance, name="sign-in"),
    path("sign-out", leave, name="sign-out"),
    path("post/<int:post_id>", turn, name="post"),
    path("password", mine, name="password"),
    path("second-factor", second, name="second-factor"),
    path("second-factor/setup", mine, name="second-factor-setup"),
]
urlpatterns = [
    path("", front, name="front"),
    path("account/", include((account, "account"))),
    path("figures", figures, name="figures"),
    path("towns/<str:code>", town, name="town"),
    path("towns/<str:code>/decide", decide, name="decide"),
    path("secret", secret, name="secret"),
    path("careless/<str:code>", careless, name="careless"),
    path("writing", writing, name="writing"),
    path("forgotten", forgotten, name="forgotten"),
    path("nameless", front),
]
