#include "cart/events.hpp"
#include "lane.hpp"
#include "local_server.hpp"
#include "post_office.hpp"
#include "smtp_sink.hpp"
#include "store.hpp"

#include <sys/stat.h>
#include <set>
#include <thread>

using namespace kontor;
using namespace kontor::notifications;

namespace {

const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

std::string header(const boost::json::object& message, std::string_view name) {
    for (const auto& pair : message.at("headers").as_array())
        if (pair.at(0).as_string() == name) return std::string(pair.at(1).as_string());
    return "";
}

}  // namespace

TEST_CASE("without a mail server messages are whole files in the spool folder") {
    PostOffice office;
    office.register_customer("ada@example.org");
    office.register_customer("bob@example.org");
    CHECK_EQ(office.notifications->send_due(), 2);
    CHECK_EQ(office.spool.files().size(), 2);
    CHECK(office.spool.files()[0].find("Subject: Welcome to Kontor") != std::string::npos);
    CHECK_EQ(office.message().status, MessageStatus::sent);
    CHECK_EQ(office.message().sent_at, office.clock.now());
    CHECK_EQ(office.notifications->send_due(), 0);
}

TEST_CASE("the spool folder and what is in it are for who runs the shop alone") {
    namespace fs = std::filesystem;
    const auto who_may = [](const fs::path& path) { return fs::status(path).permissions(); };
    PostOffice office;
    fs::create_directories(office.spool.path());
    fs::permissions(office.spool.path(), fs::perms::all);
    const auto before = ::umask(0);
    office.register_customer("ada@example.org");
    CHECK_EQ(office.notifications->send_due(), 1);
    ::umask(before);
    using enum fs::perms;
    CHECK(who_may(office.spool.path()) == owner_all);
    for (const auto& entry : fs::directory_iterator(office.spool.path()))
        CHECK(who_may(entry.path()) == (owner_read | owner_write));
    CHECK_EQ(office.spool.files().size(), 1);
}

TEST_CASE("messages go to the mail server once, with their Message-ID") {
    SmtpSink sink;
    PostOffice office({.from = "Hafen <shop@hafen.example>", .smtp_url = sink.url()});
    office.register_customer("ada@example.org");
    office.register_customer("bob@example.org");
    CHECK_EQ(office.notifications->send_due(), 2);
    CHECK_EQ(office.notifications->send_due(), 0);

    std::set<std::string> ids;
    for (const auto* recipient : {"ada@example.org", "bob@example.org"}) {
        const auto message = sink.next_message();
        CHECK_EQ(header(message, "To"), recipient);
        ids.insert(header(message, "Message-ID"));
    }
    CHECK_EQ(ids.size(), 2);
    CHECK(ids.contains("<" + office.letters()[0].message_id + ">"));
    CHECK(ids.begin()->ends_with("@hafen.example>"));
}

TEST_CASE("mail that one may unsubscribe from says how in its header, mail about orders does not") {
    SmtpSink sink;
    PostOffice office({.shop_url = "https://hafen.example", .smtp_url = sink.url()});
    office.announce(cart::CartAbandoned{
        cart::CartId::make(), office.auth.add("ada@example.org"), "ada@example.org", {}, {}});
    office.notifications->send_due();
    const auto reminder = sink.next_message();
    const auto link = header(reminder, "List-Unsubscribe");
    CHECK(link.find("<https://hafen.example/v1/unsubscribe/") != link.npos);
    CHECK(link.ends_with(">"));
    CHECK_EQ(header(reminder, "List-Unsubscribe-Post"), "List-Unsubscribe=One-Click");
    const auto token = link.substr(link.rfind('/') + 1, link.size() - link.rfind('/') - 2);
    CHECK_EQ(office.notifications->correspondence().subscription(token)->email, "ada@example.org");
    office.register_customer("ada@example.org");
    office.notifications->send_due();
    CHECK_EQ(header(sink.next_message(), "List-Unsubscribe"), "");
}

TEST_CASE("a recipient that the server refuses for good has failed, the next is sent") {
    SmtpSink sink;
    PostOffice office({.smtp_url = sink.url()});
    office.register_customer("nobody@example.org");
    office.register_customer("ada@example.org");
    CHECK_EQ(office.notifications->send_due(), 1);
    CHECK_EQ(header(sink.next_message(), "To"), "ada@example.org");
    const auto failed = office.notifications->list({.status = MessageStatus::failed});
    REQUIRE_EQ(failed.size(), 1);
    CHECK_EQ(failed[0].recipient, "nobody@example.org");
    CHECK(failed[0].last_error->find("550") != std::string::npos);
}

TEST_CASE("a recipient that is busy is tried again after growing pauses, ten times") {
    SmtpSink sink;
    PostOffice office({.smtp_url = sink.url()});
    office.register_customer("busy@example.org");
    std::chrono::seconds pause{10};
    for (int attempt = 1; attempt <= 10; ++attempt) {
        office.notifications->send_due();
        CHECK_EQ(office.message().attempts, attempt);
        office.clock.advance(std::min<std::chrono::seconds>(pause, std::chrono::hours(8)) -
                             std::chrono::seconds(1));
        office.notifications->send_due();
        CHECK_EQ(office.message().attempts, attempt);
        CHECK_EQ(office.message().status,
                 attempt < 10 ? MessageStatus::queued : MessageStatus::failed);
        office.clock.advance(std::chrono::seconds(1));
        if (attempt < 9) pause *= 4;
    }
    office.clock.advance(std::chrono::days(2));
    office.notifications->send_due();
    CHECK_EQ(office.message().attempts, 10);
}

TEST_CASE("while the server is down hardly anything is tried, and all goes out when it is back") {
    std::string url;
    {
        SmtpSink gone;
        url = gone.url();
    }
    PostOffice office({.smtp_url = url});
    for (int customer = 0; customer < 5; ++customer)
        office.register_customer("ada" + std::to_string(customer) + "@example.org");
    const auto attempts = [&] {
        std::int64_t sum = 0;
        for (const auto& message : office.notifications->list({})) sum += message.attempts;
        return sum;
    };
    for (int probe = 1; probe <= 3; ++probe) {
        CHECK_EQ(office.notifications->send_due(), 0);
        CHECK_EQ(attempts(), probe);
        office.clock.advance(std::chrono::seconds((1 << probe) / 2));
    }

    SmtpSink sink;
    const auto again = office.open_branch({.smtp_url = sink.url()});
    office.clock.advance(std::chrono::seconds(10));
    CHECK_EQ(again->send_due(), 5);
}

TEST_CASE("recipients that are busy or refused hold up no other") {
    SmtpSink sink;
    PostOffice office({.smtp_url = sink.url()});
    for (const auto* name : {"busy", "busy.too", "busy.again", "nobody", "picky", "ada", "bob"})
        office.register_customer(name + std::string("@example.org"));
    CHECK_EQ(office.notifications->send_due(), 2);
    CHECK_EQ(office.notifications->list({.status = MessageStatus::queued}).size(), 3);
    CHECK_EQ(office.notifications->list({.status = MessageStatus::failed}).size(), 2);
}

TEST_CASE("a shop whose sender the server does not take loses no message") {
    SmtpSink sink;
    PostOffice office({.from = "stranger@example.org", .smtp_url = sink.url()});
    office.register_customer("ada@example.org");
    office.notifications->send_due();
    CHECK_EQ(office.message().status, MessageStatus::queued);
    const auto corrected = office.open_branch({.smtp_url = sink.url()});
    office.clock.advance(std::chrono::seconds(10));
    CHECK_EQ(corrected->send_due(), 1);
}

TEST_CASE("a message that was refused for good goes out again by hand, once that is mended") {
    SmtpSink sink;
    PostOffice office({.smtp_url = sink.url()});
    office.register_customer("nobody@example.org");
    office.notifications->send_due();
    office.forge("update notifications.message set recipient = 'ada@example.org'");
    const auto failed = office.message();
    CHECK_EQ(failed.status, MessageStatus::failed);
    CHECK(office.notifications->resend(failed.id).has_value());
    CHECK_EQ(office.notifications->send_due(), 1);
    CHECK(office.notifications->retry(failed.id).has_value());
    CHECK_EQ(office.notifications->send_due(), 1);
}

TEST_CASE("a message whose sender died goes out after the lease, with the same Message-ID") {
    PostOffice office;
    office.register_customer("ada@example.org");
    office.forge(
        "update notifications.outgoing set status = 'sending', attempts = 1,"
        " next_attempt_at = next_attempt_at + interval '30 seconds'");
    CHECK_EQ(office.notifications->send_due(), 0);
    office.clock.advance(std::chrono::seconds(30));
    CHECK_EQ(office.notifications->send_due(), 1);
    REQUIRE_EQ(office.spool.files().size(), 1);
    CHECK(office.spool.files()[0].find(office.letters()[0].message_id) != std::string::npos);
}

TEST_CASE("a message that ends the process every time is given up") {
    PostOffice office;
    office.register_customer("ada@example.org");
    office.forge("update notifications.outgoing set status = 'sending', attempts = 10");
    CHECK_EQ(office.notifications->send_due(), 0);
    CHECK_EQ(office.message().status, MessageStatus::failed);
    CHECK(office.spool.files().empty());
}

TEST_CASE("two senders at once send each message once") {
    SmtpSink sink;
    PostOffice office({.smtp_url = sink.url()});
    const auto other = office.open_branch({.smtp_url = sink.url()});
    constexpr int customers = 10;
    for (int customer = 0; customer < customers; ++customer)
        office.register_customer("ada" + std::to_string(customer) + "@example.org");
    std::size_t sent_by_other = 0;
    std::jthread second([&] { sent_by_other = other->send_due(); });
    const auto sent = office.notifications->send_due();
    second.join();
    CHECK_EQ(sent + sent_by_other, customers);
    std::set<std::string> recipients;
    for (int customer = 0; customer < customers; ++customer)
        recipients.insert(header(sink.next_message(), "To"));
    CHECK_EQ(recipients.size(), customers);
}

TEST_CASE("a spool folder that cannot be written is reported and tried again") {
    PostOffice office;
    std::filesystem::create_directories(office.spool.path().parent_path());
    std::ofstream(office.spool.path()) << "in the way";
    office.register_customer("ada@example.org");
    CHECK_EQ(office.notifications->send_due(), 0);
    CHECK(office.message().last_error->find(office.spool.path().string()) != std::string::npos);

    std::filesystem::remove(office.spool.path());
    office.clock.advance(std::chrono::seconds(10));
    CHECK_EQ(office.notifications->send_due(), 1);
}

namespace {

// Fails at the message to one recipient for as long as that is wanted; counts what it was given.
class Stumbling final : public Carrier {
public:
    Stumbling(std::map<std::string, int>& handed_over, bool& stumbles)
        : handed_over_(handed_over), stumbles_(stumbles) {}
    std::size_t at_once() const override { return 10; }
    Outcome send(const store::Claimed& message, const std::stop_token&) override {
        if (stumbles_ && message.recipient == "bob@example.org")
            throw std::runtime_error("the carrier stumbled");
        ++handed_over_[message.recipient];
        return {};
    }

private:
    std::map<std::string, int>& handed_over_;
    bool& stumbles_;
};

}  // namespace

TEST_CASE("a carrier that throws at one message of several loses none, and doubles none") {
    PostOffice office;
    std::map<std::string, int> handed_over;
    bool stumbles = true;
    Lane lane(office.database, office.clock, Channel::email,
              std::make_unique<Stumbling>(handed_over, stumbles), office.links, office.sealer);
    for (const auto* name : {"ada", "bob", "cleo"})
        office.register_customer(name + std::string("@example.org"));
    CHECK(lane.send_next({}));
    CHECK(lane.claimed().empty());
    CHECK_EQ(lane.sent(), 2);
    const auto bob = office.notifications->list({}).at(1);
    CHECK_EQ(bob.status, MessageStatus::queued);
    CHECK_EQ(bob.last_error, "the carrier stumbled");

    stumbles = false;
    office.clock.advance(store::claim_lasts);
    lane.send_next({});
    CHECK_FALSE(lane.send_next({}));
    CHECK_EQ(handed_over,
             std::map<std::string, int>{
                 {"ada@example.org", 1}, {"bob@example.org", 1}, {"cleo@example.org", 1}});
}

TEST_CASE("what is being sent stays claimed for as long as it takes") {
    PostOffice office;
    office.register_customer("ada@example.org");
    office.forge("update notifications.outgoing set status = 'sending', attempts = 1");
    office.made.superuser().transact([&](platform::Tx& tx) {
        store::keep_claims(tx, {office.message().id}, office.clock.now() + store::claim_lasts);
    });
    CHECK_EQ(office.notifications->send_due(), 0);
    office.clock.advance(store::claim_lasts);
    CHECK_EQ(office.notifications->send_due(), 1);
}

TEST_CASE("couriers send by themselves what is there, and what comes") {
    SmtpSink sink;
    PostOffice office({.smtp_url = sink.url()});
    office.register_customer("ada@example.org");
    office.couriers.start();
    CHECK_EQ(header(sink.next_message(), "To"), "ada@example.org");
    office.register_customer("bob@example.org");
    CHECK_EQ(header(sink.next_message(), "To"), "bob@example.org");
    office.couriers.stop();
    CHECK_EQ(office.notifications->traffic().sent_here, 2);
    CHECK_EQ(office.notifications->traffic().queued, 0);
}

TEST_CASE("a mail server that stalls holds up no text message") {
    LocalServer stalled([](const std::string&) { return std::string(); });
    LocalServer provider([](const std::string&) { return "HTTP/1.1 204 No Content\r\n\r\n"; });
    PostOffice office({.smtp_url = stalled.url("", "smtp"), .sms = {provider.url(), secret}});
    const auto customer = office.auth.add("ada@example.org");
    REQUIRE(office.notifications->correspondence()
                .change(customer,
                        {.phone = platform::change_to(*TelephoneNumber::accept("+4930123456")),
                         .sms = true})
                .has_value());
    const auto& order = office.orders.add("ada@example.org");
    office.announce(orders::OrderPlaced{
        order.id, order.number, order.email, order.totals.total, {}, customer, {}});
    office.couriers.start();
    // Comes to its end only where the text message went out.
    while (provider.requests() == 0) std::this_thread::yield();
    office.couriers.stop();
    const auto messages = office.notifications->list({.channel = Channel::email});
    CHECK_NE(messages.at(0).status, MessageStatus::sent);
}

// Comes to its end only where the couriers do: the server may take ten minutes.
TEST_CASE("couriers that stop give up on a mail server that stalls, and lose nothing") {
    PostOffice office;
    office.register_customer("ada@example.org");
    {
        LocalServer stalled([](const std::string&) { return std::string(); });
        const Config config{.smtp_url = stalled.url("", "smtp"),
                            .smtp_seconds = *platform::Whole<1, 600>::accept(600)};
        const auto branch = office.open_branch(config);
        Couriers couriers(*branch, config);
        couriers.start();
        stalled.wait_for_a_client();
        couriers.stop();
    }
    CHECK_EQ(office.message().status, MessageStatus::queued);
    CHECK_EQ(office.message().attempts, 0);
    CHECK_EQ(office.notifications->send_due(), 1);
    CHECK(office.spool.files().at(0).find(office.letters()[0].message_id) != std::string::npos);
}

TEST_CASE("a message that the server has when the couriers stop is sent, and not twice") {
    SmtpSink sink;
    PostOffice office({.smtp_url = sink.url()});
    office.register_customer("slow@example.org");
    office.couriers.start();
    CHECK_EQ(header(sink.next_message(), "To"), "slow@example.org");
    std::jthread stopping([&] { office.couriers.stop(); });
    sink.release();
    stopping.join();
    CHECK_EQ(office.message().status, MessageStatus::sent);
    CHECK_EQ(office.notifications->send_due(), 0);
}

TEST_CASE("an attempt that was interrupted does not count, not even the last one") {
    for (const auto channel : {Channel::email, Channel::sms}) {
        CAPTURE(channel);
        LocalServer server([](const std::string&) { return std::string(); });
        PostOffice office(
            {.smtp_url = server.url("", "smtp"), .sms = {server.url("/send"), secret}});
        office.register_customer("ada@example.org");
        office.forge("update notifications.message set channel = '" +
                     std::string(platform::enum_name(channel)) + "', recipient = '+4930123456'");
        office.forge("update notifications.outgoing set attempts = 9, channel = '" +
                     std::string(platform::enum_name(channel)) + "'");
        std::stop_source stop;
        stop.request_stop();
        office.notifications->send_next(channel, stop.get_token());
        CHECK_EQ(office.message().status, MessageStatus::queued);
        CHECK_EQ(office.message().attempts, 9);
        CHECK_EQ(office.notifications->traffic().failed_here, 0);
    }
}

TEST_CASE("staff sends a message once more, as one of its own") {
    PostOffice office;
    office.register_customer("ada@example.org");
    office.notifications->send_due();
    const auto first = office.message();
    const auto second = office.notifications->resend(first.id).value();
    CHECK_EQ(second.resend_of, first.id);
    CHECK_EQ(second.status, MessageStatus::queued);
    CHECK_EQ(second.recipient, "ada@example.org");
    CHECK_EQ(office.notifications->send_due(), 1);
    CHECK_EQ(office.spool.files().size(), 2);
    CHECK_NE(office.letters()[0].message_id, office.letters()[1].message_id);
    CHECK_EQ(office.notifications->resend(MessageId::make()).error().code,
             "notifications.no_such_message");
}

TEST_CASE("only a message that failed is tried again by hand, and keeps its Message-ID") {
    PostOffice office;
    office.register_customer("ada@example.org");
    const auto id = office.message().id;
    const auto refused = [&] {
        const auto error = office.notifications->retry(id).error();
        CHECK_EQ(error.code, "invalid_transition");
        return error;
    };
    refused();
    office.forge("update notifications.outgoing set status = 'sending'");
    refused();
    office.forge("update notifications.outgoing set status = 'failed', attempts = 10");
    CHECK_EQ(office.notifications->send_due(), 0);
    CHECK_EQ(office.notifications->traffic().failed, 1);
    CHECK_EQ(office.notifications->retry(id)->attempts, 0);
    CHECK_EQ(office.notifications->send_due(), 1);
    refused();
    CHECK_EQ(office.letters().size(), 1);
}

TEST_CASE("how much waits, and for how long, is counted") {
    PostOffice office;
    office.register_customer("ada@example.org");
    office.clock.advance(std::chrono::seconds(90));
    office.register_customer("bob@example.org");
    const auto traffic = office.notifications->traffic();
    CHECK_EQ(traffic.queued, 2);
    CHECK_EQ(traffic.oldest_seconds, 90);
    office.notifications->send_due();
    CHECK_EQ(office.notifications->traffic().oldest_seconds, 0);
    CHECK_EQ(office.notifications->traffic().sent_here, 2);
}
