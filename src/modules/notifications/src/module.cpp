#include "notifications/module.hpp"

#include "service.hpp"

namespace kontor::notifications {

std::unique_ptr<Notifications> make_notifications(platform::Database& database,
                                                  const platform::Clock& clock,
                                                  const std::filesystem::path& spool,
                                                  const Config& config) {
    Templates check(config.template_directory);
    return std::make_unique<Service>(database, clock, Sender(spool, config));
}

void add_jobs(platform::Jobs& jobs, Notifications& notifications) {
    jobs.every(std::chrono::seconds(2), "notifications.send",
               [&notifications] { notifications.send_due(); });
}

}  // namespace kontor::notifications
