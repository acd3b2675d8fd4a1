#include "post_office.hpp"
#include "smtp_sink.hpp"

#include <set>
#include <thread>

using namespace kontor;
using namespace kontor::notifications;

namespace {

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
    office.jobs.run_all();
    CHECK_EQ(office.spool.files().size(), 2);
    CHECK(office.spool.files()[0].find("Subject: Welcome to Kontor") != std::string::npos);
    CHECK_EQ(office.message().status, MessageStatus::sent);
    CHECK_EQ(office.message().sent_at, office.clock.now());
    CHECK_EQ(office.notifications->send_due(), 0);
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

TEST_CASE("a server that is busy is tried again after growing pauses, ten times") {
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

TEST_CASE("while the server is down a turn tries it once, and all goes out when it is back") {
    std::string url;
    {
        SmtpSink gone;
        url = gone.url();
    }
    PostOffice office({.smtp_url = url});
    for (int customer = 0; customer < 5; ++customer)
        office.register_customer("ada" + std::to_string(customer) + "@example.org");
    CHECK_EQ(office.notifications->send_due(), 0);
    CHECK_EQ(office.notifications->send_due(), 0);
    std::int64_t attempts = 0;
    for (const auto& message : office.notifications->list({})) attempts += message.attempts;
    CHECK_EQ(attempts, 1);

    SmtpSink sink;
    const auto again = make_notifications(office.database, office.clock, office.spool.path(),
                                          {.smtp_url = sink.url()});
    office.clock.advance(std::chrono::seconds(10));
    CHECK_EQ(again->send_due(), 5);
}

TEST_CASE("a message whose sender died goes out after the lease, with the same Message-ID") {
    PostOffice office;
    office.register_customer("ada@example.org");
    office.forge(
        "update notifications.message set status = 'sending', attempts = 1,"
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
    office.forge("update notifications.message set status = 'sending', attempts = 10");
    CHECK_EQ(office.notifications->send_due(), 0);
    CHECK_EQ(office.message().status, MessageStatus::failed);
    CHECK(office.spool.files().empty());
}

TEST_CASE("two senders at once send each message once") {
    SmtpSink sink;
    PostOffice office({.smtp_url = sink.url()});
    const auto other = make_notifications(office.database, office.clock, office.spool.path(),
                                          {.smtp_url = sink.url()});
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
