#pragma once

#include "app/shop.hpp"
#include "commands/command_line.hpp"

#include <optional>
#include <string>

namespace kontor::app {

// The shop of the configuration, without a server, for the command that has this. Throws
// CommandFailed where it cannot be opened.
class OpenShop {
public:
    explicit OpenShop(const Global& global);

    Backroom* operator->() const { return backroom_.get(); }
    const Configuration& configuration() const { return configuration_; }

    // Keeps in the audit log what whoever has the command line did to the target. before and after
    // are JSON.
    void keep_deed(const std::string& action, const std::string& target,
                   const std::optional<std::string>& before = {},
                   const std::optional<std::string>& after = {}) const;

private:
    const Configuration configuration_;
    const ShopDatabase database_;
    const std::unique_ptr<Backroom> backroom_;
};

}  // namespace kontor::app
