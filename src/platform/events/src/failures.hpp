// What an exception out of a delivery means.
#pragma once

#include <exception>
#include <string>

namespace kontor::platform::events {

enum class Blame {
    event,     // the handler could not take it: park it
    database,  // out of reach or out of resources: no event is at fault, try later
    lease,     // another process has the subscription now
};

Blame blame_for(const std::exception_ptr& failure);

// The exception's text, shortened, printable ASCII.
std::string text_of(const std::exception_ptr& failure);

}  // namespace kontor::platform::events
