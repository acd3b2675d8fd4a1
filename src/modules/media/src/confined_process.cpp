#include "confined_process.hpp"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <sstream>
#include <system_error>
#include <utility>

namespace kontor::media {
namespace {

namespace fs = std::filesystem;
using std::chrono::steady_clock;

constexpr std::size_t most_said = 2000;
constexpr int could_not_start = 127;

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;

    int number() const { return number_; }
    void close() {
        if (number_ >= 0) ::close(std::exchange(number_, -1));
    }

private:
    int number_;
};

// Who it becomes where we are root.
struct Nobody {
    uid_t user = 65534;
    gid_t group = 65534;
};

bool are_root() {
    return ::geteuid() == 0;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (const auto& text : texts) all.push_back(const_cast<char*>(text.c_str()));
    all.push_back(nullptr);
    return all;
}

bool limit(__rlimit_resource what, rlim_t soft, rlim_t hard) {
    const rlimit both{soft, hard};
    return ::setrlimit(what, &both) == 0;
}

bool limit_all(const Confinement& confinement) {
    const auto seconds = static_cast<rlim_t>(confinement.time.count());
    return limit(RLIMIT_AS, confinement.memory_bytes, confinement.memory_bytes) &&
           limit(RLIMIT_CPU, seconds, seconds + 1) &&
           limit(RLIMIT_FSIZE, confinement.file_bytes, confinement.file_bytes) &&
           limit(RLIMIT_NOFILE, 64, 64) && limit(RLIMIT_CORE, 0, 0);
}

bool become_nobody() {
    constexpr Nobody nobody;
    return !are_root() || (::setgroups(0, nullptr) == 0 && ::setgid(nobody.group) == 0 &&
                           ::setuid(nobody.user) == 0);
}

// Between fork and exec of a process with threads: system calls only.
[[noreturn]] void become(char* const* command, char* const* variables, const char* directory,
                         int output, const Confinement& confinement) {
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(output, STDOUT_FILENO);
    ::dup2(output, STDERR_FILENO);
    ::close_range(3, ~0U, 0);
    ::setsid();
    const bool is_confined = ::chdir(directory) == 0 && limit_all(confinement) && become_nobody() &&
                             ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
                             ::prctl(PR_SET_PDEATHSIG, SIGKILL) == 0;
    if (is_confined) ::execve(command[0], command, variables);
    ::_exit(could_not_start);
}

// Until it has closed its output, which is when it ends. False when the time is over first.
bool listen(int output, steady_clock::time_point deadline, std::string& said) {
    std::array<char, 4096> buffer;
    while (true) {
        const auto left =
            std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now());
        if (left.count() <= 0) return false;
        pollfd waiting{output, POLLIN, 0};
        if (::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) continue;
        const auto count = ::read(output, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return true;
        const auto room = most_said - said.size();
        said.append(buffer.data(), std::min(room, static_cast<std::size_t>(count)));
    }
}

int wait_for(pid_t child) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

Ending::How judge(int status, bool ended_itself) {
    if (!ended_itself) return Ending::How::too_long;
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGXCPU ? Ending::How::too_long : Ending::How::failed;
    if (WEXITSTATUS(status) == could_not_start) return Ending::How::not_started;
    return WEXITSTATUS(status) == 0 ? Ending::How::done : Ending::How::failed;
}

}  // namespace

Workbench::Workbench(const fs::path& parent) {
    auto name = (parent / "kontor_media.XXXXXX").string();
    if (!::mkdtemp(name.data())) fail("a folder for rendering pictures cannot be made");
    path_ = name;
    constexpr Nobody nobody;
    if (are_root() && ::chown(path_.c_str(), nobody.user, nobody.group) != 0)
        fail("the folder for rendering pictures cannot be given away");
}

Workbench::~Workbench() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

void Workbench::write(const std::string& name, std::string_view bytes) const {
    const Descriptor file(
        ::open((path_ / name).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
    // Whatever our umask is: it is read by another user.
    if (file.number() < 0 || ::fchmod(file.number(), 0644) != 0)
        fail("a picture cannot be laid down for rendering");
    while (!bytes.empty()) {
        const auto count = ::write(file.number(), bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) fail("a picture cannot be laid down for rendering");
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::optional<std::string> Workbench::read(const std::string& name, std::size_t most_bytes) const {
    auto bytes = read_beginning(name, most_bytes + 1);
    return bytes && bytes->size() <= most_bytes ? bytes : std::nullopt;
}

std::optional<std::string> Workbench::read_beginning(const std::string& name,
                                                     std::size_t most) const {
    const Descriptor file(
        ::open((path_ / name).c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat found{};
    const bool is_plain = file.number() >= 0 && ::fstat(file.number(), &found) == 0 &&
                          S_ISREG(found.st_mode) && found.st_nlink == 1;
    if (!is_plain) return std::nullopt;
    std::string bytes(std::min(static_cast<std::size_t>(found.st_size), most), '\0');
    std::size_t size = 0;
    while (size < bytes.size()) {
        const auto count = ::read(file.number(), bytes.data() + size, bytes.size() - size);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return std::nullopt;
        size += static_cast<std::size_t>(count);
    }
    return bytes;
}

void Workbench::rename(const std::string& from, const std::string& to) const {
    fs::rename(path_ / from, path_ / to);
}

std::optional<fs::path> find_program(const std::string& name) {
    const auto can_run = [](const fs::path& path) {
        std::error_code not_ours;
        return fs::is_regular_file(path, not_ours) && ::access(path.c_str(), X_OK) == 0;
    };
    if (name.find('/') != name.npos)
        return can_run(name) ? std::optional(fs::absolute(name)) : std::nullopt;
    const char* path = std::getenv("PATH");
    std::istringstream folders(path ? path : "/usr/local/bin:/usr/bin:/bin");
    for (std::string folder; std::getline(folders, folder, ':');)
        if (folder.starts_with('/') && can_run(fs::path(folder) / name))
            return fs::path(folder) / name;
    return std::nullopt;
}

Ending run_confined(const std::vector<std::string>& command,
                    const std::vector<std::string>& variables, const Workbench& workbench,
                    const Confinement& confinement) {
    const auto deadline = steady_clock::now() + confinement.time;
    const auto arguments = pointers(command);
    const auto environment = pointers(variables);
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) fail("no pipe for rendering pictures");
    const Descriptor output(ends[0]);
    Descriptor input(ends[1]);
    const auto child = ::fork();
    if (child == 0)
        become(arguments.data(), environment.data(), workbench.path().c_str(), input.number(),
               confinement);
    if (child < 0) fail("no process for rendering pictures");
    input.close();
    Ending ending;
    const bool ended_itself = listen(output.number(), deadline, ending.said);
    if (!ended_itself) ::kill(-child, SIGKILL);
    ending.how = judge(wait_for(child), ended_itself);
    return ending;
}

}  // namespace kontor::media
