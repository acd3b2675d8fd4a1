#include "notifications/events.hpp"
#include "post_office.hpp"

using namespace kontor;
using namespace kontor::notifications;

namespace {

const platform::LanguageTag english = *platform::LanguageTag::accept("en");
const platform::LanguageTag french = *platform::LanguageTag::accept("fr");

TemplateText text(const std::string& source) {
    return *TemplateText::accept(source);
}

}  // namespace

TEST_CASE("what staff writes is in force at once, here and in other processes") {
    PostOffice office;
    auto& templates = office.notifications->templates();
    const auto branch = office.open_branch({});
    const auto staff = auth::UserId::make();
    office.register_customer("ada@example.org");
    REQUIRE(
        templates.edit("welcome", english, {.subject = text("Moin {{name}}")}, staff).has_value());
    office.register_customer("bob@example.org");
    REQUIRE_EQ(office.letters().size(), 2);
    CHECK_EQ(office.letters()[0].subject, "Welcome to Kontor");
    CHECK_EQ(office.letters()[1].subject, "Moin Ada");
    CHECK(office.letters()[1].text.starts_with("Hello Ada,"));

    CHECK_EQ(facts_that_drop().front(), TemplateChanged::name);
    drop_remembered({std::string(TemplateChanged::name), {}, ""}, *branch);
    CHECK_EQ(branch->templates().preview("welcome", english, {}, {})->subject, "Moin Ada Buyer");

    const auto now = templates.in_force("welcome", english).value();
    CHECK_EQ(now.edited.subject->value(), "Moin {{name}}");
    CHECK_FALSE(now.edited.text);
    CHECK(now.parts.text);
}

TEST_CASE("an edit takes the place of the one before, and taking it back keeps the history") {
    PostOffice office;
    auto& templates = office.notifications->templates();
    const auto staff = auth::UserId::make();
    REQUIRE(templates.edit("welcome", english, {.subject = text("one")}, staff).has_value());
    REQUIRE(templates.edit("welcome", english, {.html = text("<p>two</p>")}, staff).has_value());
    CHECK_FALSE(templates.in_force("welcome", english)->edited.subject);
    REQUIRE(templates.reset("welcome", english, staff).has_value());
    REQUIRE(templates.reset("welcome", english, staff).has_value());
    CHECK_EQ(templates.preview("welcome", english, {}, {})->subject, "Welcome to Kontor");

    const auto history = templates.history("welcome", english).value();
    REQUIRE_EQ(history.size(), 3);
    CHECK_FALSE(history[0].parts);
    CHECK_EQ(history[1].parts->html->value(), "<p>two</p>");
    CHECK_EQ(history[2].parts->subject->value(), "one");
    CHECK_EQ(history[2].changed_by, staff);
    CHECK_EQ(history[2].changed_at, office.clock.now());
}

TEST_CASE("an edit with something wrong in it is refused and says what") {
    PostOffice office;
    auto& templates = office.notifications->templates();
    const auto refused = [&](const std::string& kind, const platform::LanguageTag& locale,
                             const TemplateParts& parts) {
        const auto outcome = templates.edit(kind, locale, parts, {});
        REQUIRE(outcome.has_error());
        return outcome.error();
    };
    const auto unknown = refused("welcome", english, {.text = text("{{nmae}}")});
    CHECK_EQ(unknown.code, "notifications.bad_template");
    CHECK_EQ(unknown.problems.at(0).pointer, "/text");
    CHECK(unknown.message.find("there are email") != std::string::npos);
    CHECK_EQ(refused("welcome", french, {.subject = text("Bonjour")}).code,
             "notifications.bad_template");
    CHECK_EQ(refused("welcom", english, {.subject = text("Moin")}).code,
             "notifications.no_such_kind");
    CHECK(templates.history("welcome", english)->empty());
    REQUIRE(templates
                .edit("welcome", french,
                      {.subject = text("Bonjour"), .text = text("a"), .html = text("b")}, {})
                .has_value());
    // Without these parts a message would be in two languages again.
    CHECK_EQ(refused("welcome", french, {.subject = text("Bonjour")}).code,
             "notifications.bad_template");
}

TEST_CASE("a preview shows made-up values, an order's, and parts that are not in force yet") {
    PostOffice office({.shop_name = "Hafen"});
    auto& templates = office.notifications->templates();
    const auto& order = office.orders.add("ada@example.org");
    const auto sample = templates.preview("order_placed", {}, {}, {}).value();
    CHECK_EQ(sample.subject, "Your order 100042 at Hafen");
    CHECK(sample.text.find("Sencha") != std::string::npos);
    CHECK(sample.sms);

    const auto about = templates.preview("order_placed", {}, order.number, {}).value();
    CHECK(about.text.find("Mug <blue> & large") != std::string::npos);
    CHECK(about.text.find("Discount") == std::string::npos);

    const auto tried =
        templates.preview("order_placed", english, order.id.text(), {.subject = text("{{total}}")});
    CHECK_EQ(tried->subject, "€24.90");
    CHECK_EQ(templates.preview("order_placed", english, {}, {})->subject,
             "Your order 100042 at Hafen");

    CHECK_EQ(templates.preview("order_placed", {}, "no such", {}).error().code,
             "orders.no_such_order");
    CHECK_EQ(templates.preview("welcome", {}, order.number, {}).error().code,
             "notifications.not_about_orders");
    CHECK_EQ(templates.preview("welcome", {}, {}, {.text = text("{{nmae}}")}).error().code,
             "notifications.bad_template");
}

TEST_CASE("kinds are listed with their values and languages") {
    PostOffice office;
    const auto kinds = office.notifications->templates().kinds();
    const auto cart = std::ranges::find(kinds, "cart_abandoned", &TemplateKind::kind);
    REQUIRE(cart != kinds.end());
    CHECK(cart->is_optional);
    CHECK(std::ranges::find(cart->values, "items (title, quantity, unit_price)") !=
          cart->values.end());
    CHECK_EQ(cart->locales, std::vector<std::string>{"de", "en"});
    CHECK(std::ranges::find(kinds, "footer", &TemplateKind::kind) != kinds.end());
}
