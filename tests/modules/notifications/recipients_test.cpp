#include "local_server.hpp"
#include "notifications/personal_data.hpp"
#include "post_office.hpp"
#include "recipients/recipient_store.hpp"
#include "store.hpp"

#include <mutex>

using namespace kontor;
using namespace kontor::notifications;

namespace {

const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const std::string number = "+4930123456";

// A shop that sends text messages, and a customer who wants them.
struct Telegraph {
    Telegraph() {
        const PreferenceChange by_phone{
            .phone = platform::change_to(*TelephoneNumber::accept(number)), .sms = true};
        REQUIRE(office.notifications->correspondence().change(ada, by_phone).has_value());
        const auto& order = office.orders.add("ada@example.org");
        office.announce(orders::OrderPlaced{
            order.id, order.number, order.email, order.totals.total, {}, ada, {}});
    }
    std::vector<Message> found(const std::string& recipient, Notifications& by) {
        return by.list({.recipient = recipient});
    }
    std::vector<Message> found(const std::string& recipient) {
        return found(recipient, *office.notifications);
    }
    // With other keys.
    std::unique_ptr<Notifications> branch(const platform::Sealer& keys) {
        const auto& own = office.informants;
        return make_notifications(
            office.database, office.events, office.clock,
            {own.auth, own.consents, own.catalog, own.orders, own.links, own.payments, keys},
            office.shop, office.config);
    }
    std::vector<std::string> sent_to() {
        const std::lock_guard lock(mutex);
        return recipients;
    }
    std::string dump() {
        return office.made.superuser().read([](platform::Reader& reader) {
            return *reader.one<std::string>(
                "select string_agg(m::text, chr(10)) from notifications.message m");
        });
    }

    std::mutex mutex;
    std::vector<std::string> recipients;
    LocalServer provider{[this](const std::string& request) {
        const auto body = request.substr(request.find("\"to\":\"") + 6);
        const std::lock_guard lock(mutex);
        recipients.push_back(body.substr(0, body.find('"')));
        return std::string("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
    }};
    PostOffice office{{.sms = {provider.url("/send"), secret}}};
    const auth::UserId ada = office.auth.add("ada@example.org");
};

}  // namespace

TEST_CASE("a text message's recipient is in no table, and is found however the number is written") {
    Telegraph shop;
    CHECK_EQ(shop.dump().find("30123456"), std::string::npos);
    for (const auto* written : {"+4930123456", "+49 (30) 12-34.56", "0049 30 123456"}) {
        CAPTURE(written);
        const auto found = shop.found(written);
        REQUIRE_EQ(found.size(), 1);
        CHECK_EQ(found[0].recipient, number);
        CHECK_EQ(found[0].channel, Channel::sms);
    }
    CHECK(shop.found("+4930123457").empty());
    CHECK(shop.found("030123456").empty());
    CHECK_EQ(shop.found("ADA@example.org").size(), 1);
    CHECK(
        shop.office.notifications->list({.channel = Channel::email, .recipient = number}).empty());
    CHECK_EQ(shop.office.notifications->message(shop.found(number)[0].id)->recipient, number);
    shop.office.notifications->send_due();
    CHECK_EQ(shop.sent_to(), std::vector{number});
}

TEST_CASE("a text message is sent once more to the same number, and found, too") {
    Telegraph shop;
    const auto first = shop.found(number).at(0);
    CHECK_EQ(shop.office.notifications->resend(first.id)->recipient, number);
    CHECK_EQ(shop.found(number).size(), 2);
    CHECK_EQ(shop.dump().find("30123456"), std::string::npos);
    shop.office.notifications->send_due();
    CHECK_EQ(shop.sent_to(), std::vector{number, number});
}

TEST_CASE(
    "a recipient that was kept before is sent to and shown, and by the job sealed and found") {
    Telegraph shop;
    shop.office.forge("update notifications.message set recipient = '" + number +
                      "', recipient_index = null where channel = 'sms'");
    const auto shown = shop.office.notifications->list({.channel = Channel::sms});
    CHECK_EQ(shown.at(0).recipient, number);
    CHECK_EQ(seal_personal_data(shop.office.database, shop.office.sealer), 1);
    CHECK_EQ(seal_personal_data(shop.office.database, shop.office.sealer), 0);
    CHECK_EQ(shop.dump().find("30123456"), std::string::npos);
    CHECK_EQ(shop.found(number).size(), 1);
    shop.office.notifications->send_due();
    CHECK_EQ(shop.sent_to(), std::vector{number});
}

TEST_CASE("recipients are found in every step in which keys are exchanged") {
    Telegraph shop;
    const auto latter = platform::make_sealing_key();
    const auto& former = shop.office.sealing_key;
    const platform::Sealer old_first({former, latter});
    const platform::Sealer new_first({latter, former});
    const platform::Sealer only({latter});
    REQUIRE(shop.branch(new_first)->resend(shop.found(number).at(0).id).has_value());
    for (const auto* keys : {&old_first, &new_first})
        CHECK_EQ(shop.found(number, *shop.branch(*keys)).size(), 2);
    CHECK_EQ(seal_personal_data(shop.office.database, new_first), 2);  // and the preference
    CHECK_EQ(seal_personal_data(shop.office.database, new_first), 0);
    CHECK_EQ(shop.found(number, *shop.branch(only)).size(), 2);
    CHECK(shop.found(number).empty());
}

TEST_CASE("a fact has one text message to one number") {
    Telegraph shop;
    store::NewMessage message{MessageId::make(),
                              platform::new_uuid(),
                              Channel::sms,
                              "order_placed",
                              number,
                              {},
                              "id@shop",
                              {},
                              {},
                              {},
                              {}};
    shop.office.database.transact([&](platform::Tx& tx) {
        store::insert(tx, shop.office.sealer, {message}, {});
        message.id = MessageId::make();
        store::insert(tx, shop.office.sealer, {message}, {});
        message.id = MessageId::make();
        message.recipient = "+4930123457";
        store::insert(tx, shop.office.sealer, {message}, {});
    });
    CHECK_EQ(shop.found(number).size(), 2);
    CHECK_EQ(shop.found("+4930123457").size(), 1);
}

TEST_CASE("a recipient that does not open holds up no other") {
    Telegraph shop;
    const auto first = shop.found(number).at(0);
    REQUIRE(shop.office.notifications->resend(first.id).has_value());
    shop.office.forge("update notifications.message set recipient = 'v1.gone.AAAA' where id = '" +
                      to_string(first.id.uuid()) + "'");
    CHECK_EQ(shop.office.notifications->send_due(), 2);  // and the mail
    CHECK_EQ(shop.sent_to(), std::vector{number});
}

TEST_CASE("the numbers that were written to are in the copy, and go with the customer") {
    Telegraph shop;
    auto part = make_personal_data(shop.office.database,
                                   shop.office.notifications->correspondence(), shop.office.sealer);
    const platform::Person person{shop.ada.uuid(), "ada@example.org", "ada@example.org"};
    const auto copy = part->copy_of(person);
    const auto messages = std::ranges::find(copy, "messages", &platform::PersonalRecords::subject);
    REQUIRE(messages != copy.end());
    CHECK_NE(messages->json.find("\"" + number + "\""), std::string::npos);
    part->forget(person);
    CHECK(shop.found(number).empty());
    CHECK(shop.office.letters().empty());
}
