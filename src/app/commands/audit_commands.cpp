#include "commands/open_shop.hpp"
#include "commands/terminal.hpp"
#include "platform/audit/audit_log.hpp"

#include <CLI/CLI.hpp>

#include <charconv>

namespace kontor::app {

using platform::AuditHead;

namespace {

std::string text_of(const AuditHead& head) {
    return std::to_string(head.position) + ":" + head.hash;
}

std::optional<AuditHead> head_of(const std::string& text) {
    if (text.empty()) return std::nullopt;
    AuditHead head;
    const auto colon = text.find(':');
    const auto* end = text.data() + std::min(colon, text.size());
    const auto read = std::from_chars(text.data(), end, head.position);
    if (colon == text.npos || read.ptr != end || read.ec != std::errc())
        throw CommandFailed("--head takes what kontor audit verify printed as the head");
    head.hash = text.substr(colon + 1);
    return head;
}

void verify_audit_log(const Global& global, const std::string& kept) {
    const auto anchor = head_of(kept);
    const OpenShop shop(global);
    const auto found = platform::AuditLog(shop->databases().platform).verify(anchor);
    if (global.json) {
        print_json(found);
    } else {
        for (const auto& place : found.breaks) std::cout << place << '\n';
        std::cout << found.entries << " entries are as they were written, " << found.waiting
                  << " wait to be linked\n";
        if (!found.is_end_checked)
            std::cout << "whether the end was cut off was not checked: give one of before with "
                         "--head\n";
        std::cout << "head " << text_of(found.head) << '\n';
    }
    if (!found.breaks.empty()) throw CommandFailed("the audit log was tampered with");
}

}  // namespace

void add_audit_commands(CLI::App& app, Global& global, Chosen& chosen) {
    auto* audit = app.add_subcommand("audit", "Look after the audit log")->require_subcommand(1);
    auto* verifying = audit->add_subcommand(
        "verify", "Check that no entry was changed, removed or put in; status 1 if one was");
    const auto head = std::make_shared<std::string>();
    verifying->add_option("--head", *head,
                          "A head printed before, to see whether the end was cut off since");
    verifying->callback(
        [&, head] { chosen = [&global, head] { verify_audit_log(global, *head); }; });
}

}  // namespace kontor::app
