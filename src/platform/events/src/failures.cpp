#include "failures.hpp"

#include "platform/db/database.hpp"

#include "store.hpp"

#include <algorithm>

namespace kontor::platform::events {

namespace {

constexpr std::size_t longest_text = 500;

Blame blame_for(const StatementError& error) {
    const auto& state = error.sqlstate();
    if (state == store::lease_lost) return Blame::lease;
    constexpr std::string_view statement_timeout = "57014";
    if (state == statement_timeout) return Blame::event;
    // Connection, resources, shutdown, system; serialisation that did not settle by trying again.
    for (const std::string_view state_class : {"08", "25", "53", "57", "58"})
        if (state.starts_with(state_class)) return Blame::database;
    return error.transient() ? Blame::database : Blame::event;
}

}  // namespace

Blame blame_for(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const DatabaseUnavailable&) {
        return Blame::database;
    } catch (const StatementError& error) {
        return blame_for(error);
    } catch (...) {
        return Blame::event;
    }
}

std::string text_of(const std::exception_ptr& failure) {
    std::string text = "an exception that is no std::exception";
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        text = error.what();
    } catch (...) {
    }
    text.resize(std::min(text.size(), longest_text));
    std::ranges::replace_if(text, [](char c) { return c < ' ' || c > '~'; }, '?');
    return text;
}

}  // namespace kontor::platform::events
