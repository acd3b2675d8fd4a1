// Running a program and waiting for it, as another user if need be.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace kontor::platform::db {

struct User {
    uid_t id = 0;
    gid_t group = 0;
    std::string name;
};

// Who this process is, or whom it should be to run PostgreSQL when it is root.
User unprivileged_user();

struct Finished {
    int status = 0;      // exit status, 128 + signal
    std::string output;  // standard output and error
};

// The program inherits no file but standard output. Throws std::system_error when it cannot start.
Finished run_as(const User& user, const std::vector<std::string>& command);

}  // namespace kontor::platform::db
