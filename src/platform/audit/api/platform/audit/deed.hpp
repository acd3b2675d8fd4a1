// What the code that does an audited deed tells of it, for the entry that commits with the deed.
#pragma once

#include "platform/core/uuid.hpp"
#include "platform/db/database.hpp"
#include "platform/json/json.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace kontor::platform::audit {

struct Deed {
    std::optional<Uuid> actor{};  // where it is not the caller: who signs in is nobody yet
    std::string role{};
    std::vector<std::string> targets{};   // ids as the API has them, none twice
    std::optional<std::string> before{};  // JSON
    std::optional<std::string> after{};
};

// An audited request on this thread; they do not nest.
class DeedScope {
public:
    // write: adds the entry of the deed as it is then, and as one that succeeds.
    using Write = std::function<void(Tx&, const Deed&)>;
    explicit DeedScope(Write write);
    ~DeedScope();
    DeedScope(const DeedScope&) = delete;

    const Deed& deed() const { return deed_; }
    // Whether a transaction has committed the entry.
    bool is_kept() const { return is_kept_; }

private:
    friend void keep_with(Tx& tx);
    friend void change_deed(const std::function<void(Deed&)>& change);

    Write write_;
    Deed deed_;
    bool is_kept_ = false;
};

// Each does nothing outside a DeedScope. Said again, as when a transaction is run again, the last
// counts. Never a password, a token or a key: the log is kept for ever.

void change_deed(const std::function<void(Deed&)>& change);
void done_by(const Uuid& user, const std::string& role);
void done_to(const std::string& target);
// Objects; of two, only members that differ are kept.
void changed_json(std::optional<std::string> before, std::optional<std::string> after);

// The deed is done when this transaction commits, and its entry commits with it. For customers and
// strangers; what staff does is kept with the last transaction of the request in any case.
void keep_with(Tx& tx);

bool is_asked();

template <class State>
void changed(const State& before, const State& after) {
    if (is_asked()) changed_json(json::write(before), json::write(after));
}
template <class State>
void removed(const State& state) {
    if (is_asked()) changed_json(json::write(state), std::nullopt);
}

}  // namespace kontor::platform::audit
