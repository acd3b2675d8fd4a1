#include "notifications/module.hpp"

#include "notifications/events.hpp"
#include "platform/db/resealing.hpp"
#include "platform/telemetry/metrics.hpp"
#include "recipients/recipient_store.hpp"
#include "service.hpp"

#include <limits>

namespace kontor::notifications {

std::unique_ptr<Notifications> make_notifications(platform::Database& database,
                                                  platform::EventLog& events,
                                                  const platform::Clock& clock,
                                                  const Informants& informants, const Shop& shop,
                                                  const Config& config) {
    return std::make_unique<Service>(database, events, clock, informants, shop, config);
}

std::size_t seal_personal_data(platform::Database& database, const platform::Sealer& sealer) {
    std::size_t count = 0;
    for (const auto seal : {store::seal_plain_phones, store::seal_plain_recipients})
        while (const auto plain =
                   database.transact([&](platform::Tx& tx) { return seal(tx, sealer); }))
            count += plain;
    const platform::SealedColumn phones{"notifications.preference", "phone", "customer_id",
                                        store::phone_context};
    const platform::SealedColumn recipients{
        "notifications.message",
        "recipient",
        "id",
        store::recipient_context,
        "recipient_index",
        [&](const std::string& phone) { return store::index_of_recipient(sealer, phone); },
        "channel = 'sms'"};
    return count + platform::reseal(database, sealer, phones) +
           platform::reseal(database, sealer, recipients);
}

void add_jobs(platform::Jobs& jobs, Notifications& notifications) {
    jobs.every(std::chrono::hours(24), "notifications.questions",
               [&notifications] { notifications.correspondence().forget_old_questions(); });
}

std::vector<std::string> facts_that_drop() {
    return {std::string(TemplateChanged::name)};
}

void drop_remembered(const platform::Announcement& fact, Notifications& notifications) {
    if (fact.name == TemplateChanged::name) notifications.templates().look_again();
}

void measure(platform::Metrics& metrics, Notifications& notifications) {
    const auto gauge = [&](const std::string& name, const std::string& help, auto read) {
        metrics.gauge(name, help, {}, [&notifications, read] {
            try {
                return static_cast<double>(read(notifications.traffic()));
            } catch (const std::exception&) {
                return std::numeric_limits<double>::quiet_NaN();
            }
        });
    };
    gauge("kontor_messages_queued", "Messages that are still to be sent",
          [](const Traffic& traffic) { return traffic.queued; });
    gauge("kontor_messages_oldest_seconds", "How long the oldest of them is overdue",
          [](const Traffic& traffic) { return traffic.oldest_seconds; });
    gauge("kontor_messages_failed", "Messages that failed for good and were not tried again",
          [](const Traffic& traffic) { return traffic.failed; });
    gauge("kontor_messages_sent_total", "Messages sent by this process",
          [](const Traffic& traffic) { return traffic.sent_here; });
    gauge("kontor_messages_failed_total", "Messages that failed for good in this process",
          [](const Traffic& traffic) { return traffic.failed_here; });
}

}  // namespace kontor::notifications
