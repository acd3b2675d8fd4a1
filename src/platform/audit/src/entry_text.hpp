// What the hash of a link is made of.
#pragma once

#include "platform/security/random.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace kontor::platform::audit {

// The column `text` of an entry e. Never to be changed: the chains of all shops are made of it.
constexpr std::string_view entry_text =
    "jsonb_build_array(e.number,"
    " to_char(e.at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'),"
    " e.actor_kind, e.actor, e.role, e.impersonator, e.action, e.targets, e.status, e.code,"
    " e.address, e.user_agent, e.request_id, e.before, e.after)::text as text";

// Numbers are given before a commit: an entry may be seen so long after later ones.
constexpr std::int64_t longest_overtaking = 100'000;

inline std::string link_hash(std::int64_t position, const std::string& before,
                             const std::string& text) {
    return sha256_hex(std::to_string(position) + "\n" + before + "\n" + text);
}

}  // namespace kontor::platform::audit
