#include "platform/audit/deed.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <stdexcept>

namespace kontor::platform::audit {
namespace {

thread_local DeedScope* in_progress = nullptr;

void keep_differences(std::string& before, std::string& after) {
    auto former = boost::json::parse(before).as_object();
    auto latter = boost::json::parse(after).as_object();
    for (const auto& [name, value] : boost::json::object(former)) {
        const auto* other = latter.if_contains(name);
        if (!other || *other != value) continue;
        former.erase(name);
        latter.erase(name);
    }
    before = boost::json::serialize(former);
    after = boost::json::serialize(latter);
}

}  // namespace

DeedScope::DeedScope(Write write) : write_(std::move(write)) {
    if (in_progress) throw std::logic_error("a thread does one audited deed at a time");
    in_progress = this;
}

DeedScope::~DeedScope() {
    in_progress = nullptr;
}

bool is_asked() {
    return in_progress != nullptr;
}

void change_deed(const std::function<void(Deed&)>& change) {
    if (in_progress) change(in_progress->deed_);
}

void done_by(const Uuid& user, const std::string& role) {
    change_deed([&](Deed& deed) {
        deed.actor = user;
        deed.role = role;
    });
}

void done_to(const std::string& target) {
    change_deed([&](Deed& deed) {
        if (std::ranges::find(deed.targets, target) == deed.targets.end())
            deed.targets.push_back(target);
    });
}

void changed_json(std::optional<std::string> before, std::optional<std::string> after) {
    if (!in_progress) return;
    if (before && after) keep_differences(*before, *after);
    change_deed([&](Deed& deed) {
        deed.before = std::move(before);
        deed.after = std::move(after);
    });
}

void keep_with(Tx& tx) {
    if (!in_progress) return;
    in_progress->write_(tx, in_progress->deed_);
    tx.after_commit([] { in_progress->is_kept_ = true; });
}

}  // namespace kontor::platform::audit
