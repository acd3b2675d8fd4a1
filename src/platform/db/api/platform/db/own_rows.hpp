// A wall behind the checks of the modules: who acts for a customer sees no other customer's rows.
#pragma once

#include "platform/core/uuid.hpp"

#include <optional>

namespace kontor::platform {

// While one lives, statements of this thread see and write, in tables whose policy says so, only
// rows of this customer; of nobody where there is none. What is in nobody's name, such as jobs,
// commands and what staff asks for, has no such scope and sees all. It is told to the server with
// the role, at the beginning of each transaction of a module with such tables, and so costs no
// round trip. They do not nest.
class OwnRowsOnly {
public:
    explicit OwnRowsOnly(const std::optional<Uuid>& customer);
    ~OwnRowsOnly();
    OwnRowsOnly(const OwnRowsOnly&) = delete;
};

}  // namespace kontor::platform
