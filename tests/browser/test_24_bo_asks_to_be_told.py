"""Leadership 24: Bo chooses how he is told that something waits, also on this device."""

from tests.browser.screen import Screen, Screens

PAGE = "/mine-beskeder/"
# A browser without a push service of its own: what it would have given, were there one.
GIVEN = """() => { PushManager.prototype.subscribe = async () => ({ toJSON: () => ({
  endpoint: "https://fcm.googleapis.com/send/1",
  keys: {
    p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8" +
      "pZGH6SRpkNtoIAiw4",
    auth: "BTBZMqHH6r4Tts7J_aSIgg",
  },
}) }); }"""


def press_on(screen: Screen) -> None:
    screen.page.get_by_role("button", name="Slå til på denne enhed").click()


def test_on_this_device_after_a_press_and_off_again(screens: Screens) -> None:
    bo = screens.phone("Bo Lind")
    bo.page.context.grant_permissions(["notifications"], origin=bo.site.url)
    bo.go(PAGE)
    bo.look_at_all_sizes("leader-notices")
    bo.page.evaluate(GIVEN)
    press_on(bo)
    bo.page.get_by_text("Enheden får besked fra nu af.").wait_for()
    bo.look_at_all_sizes("leader-notices-on")
    bo.page.get_by_role("button", name="Fjern").click()
    bo.page.get_by_text("Ingen enheder får besked.").wait_for()


def test_a_browser_that_may_not_show_them_says_so(screens: Screens) -> None:
    bo = screens.phone("Bo Lind")
    bo.go(PAGE)
    bo.page.evaluate("() => { Notification.requestPermission = async () => 'denied'; }")
    press_on(bo)
    bo.page.get_by_text("Browseren må ikke vise beskeder fra Fælled.").wait_for()


def test_without_javascript_mail_is_chosen_and_the_device_is_explained(screens: Screens) -> None:
    bo = screens.without_javascript("Bo Lind")
    bo.go(PAGE)
    assert bo.page.locator("main noscript").is_visible()
    assert not bo.page.get_by_role("button", name="Slå til på denne enhed").is_visible()
    bo.page.get_by_label("Ja, samlet én gang om dagen").check()
    bo.page.get_by_role("button", name="Gem").click()
    assert bo.page.get_by_text("Dit valg er gemt.").is_visible()
    assert bo.page.get_by_label("Ja, samlet én gang om dagen").is_checked()
