#include "process.hpp"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace kontor::platform::db {

namespace {

// Between fork and exec of a process with threads: system calls only.
[[noreturn]] void become(const User& user, int output, char* const* arguments) {
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::close_range(3, ~0U, 0);
    const bool is_user =
        ::geteuid() != 0 || (::setgroups(0, nullptr) == 0 && ::setgid(user.group) == 0 &&
                             ::setuid(user.id) == 0 && ::chdir("/") == 0);
    if (is_user) ::execv(arguments[0], arguments);
    ::_exit(127);
}

std::string read_all(int file) {
    std::string text;
    std::array<char, 4096> buffer;
    for (;;) {
        const auto count = ::read(file, buffer.data(), buffer.size());
        if (count > 0)
            text.append(buffer.data(), static_cast<std::size_t>(count));
        else if (count == 0 || errno != EINTR)
            return text;
    }
}

}  // namespace

User unprivileged_user() {
    if (::geteuid() != 0) return {::geteuid(), ::getegid(), "this user"};
    for (const char* name : {"postgres", "nobody"})
        if (const auto* entry = ::getpwnam(name)) return {entry->pw_uid, entry->pw_gid, name};
    throw std::runtime_error(
        "PostgreSQL refuses to run as root, and there is no user 'postgres' or 'nobody': create "
        "one, or start this as an ordinary user");
}

Finished run_as(const User& user, const std::vector<std::string>& command) {
    std::vector<char*> arguments;
    for (const auto& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category());
    const auto child = ::fork();
    const int fork_error = errno;
    if (child == 0) become(user, ends[1], arguments.data());
    ::close(ends[1]);
    Finished finished;
    if (child > 0) finished.output = read_all(ends[0]);
    ::close(ends[0]);
    if (child < 0) throw std::system_error(fork_error, std::generic_category(), "fork");
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    finished.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return finished;
}

}  // namespace kontor::platform::db
