#include "commands/open_shop.hpp"

#include "platform/audit/audit_log.hpp"

namespace kontor::app {

OpenShop::OpenShop(const Global& global)
    : configuration_(global.read()),
      database_(configuration_, global.data_directory),
      backroom_(value_or_fail(
          Backroom::open(database_.apply_to(configuration_), global.data_directory))) {}

void OpenShop::keep_deed(const std::string& action, const std::string& target,
                         const std::optional<std::string>& before,
                         const std::optional<std::string>& after) const {
    platform::AuditEntry entry;
    entry.actor_kind = "operator";
    entry.action = action;
    entry.targets = {target};
    entry.before = before;
    entry.after = after;
    platform::AuditLog(backroom_->databases().platform).add(entry);
}

}  // namespace kontor::app
