#include "platform/db/private_cluster.hpp"

#include "process.hpp"

#include "platform/security/random.hpp"
#include "platform/telemetry/log.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

namespace kontor::platform {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view settings = R"(
# Added by kontor: a small machine, nothing over the network, nothing lost.
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 128MB
effective_cache_size = 512MB
work_mem = 8MB
random_page_cost = 1.1
max_wal_size = 1GB
wal_compression = lz4
default_toast_compression = lz4
fsync = on
synchronous_commit = on
# Where three others are at work, a commit waits four milliseconds for theirs to go with it.
commit_delay = 4000
commit_siblings = 3
jit = off
log_checkpoints = off
)";

std::string reason() {
    return std::strerror(errno);
}

fs::path find_binaries() {
    std::istringstream path(std::string("/usr/lib/postgresql/15/bin:") +
                            (std::getenv("PATH") ? std::getenv("PATH") : ""));
    for (std::string directory; std::getline(path, directory, ':');)
        if (::access((fs::path(directory) / "initdb").c_str(), X_OK) == 0) return directory;
    throw std::runtime_error(
        "PostgreSQL is not installed: apt-get install postgresql-15, or name a server of your own "
        "in the configuration (database.dsn)");
}

// Outside the directory when its path would be longer than a socket's may be (107 bytes).
fs::path socket_directory(const fs::path& directory) {
    constexpr std::size_t longest = 107 - std::string_view("/.s.PGSQL.5432").size();
    auto inside = directory / "socket";
    if (inside.native().size() <= longest) return inside;
    return fs::path("/tmp") / ("kontor-" + sha256_hex(directory.native()).substr(0, 16));
}

// Never advice to remove it: it may be the shop.
std::string complaint_about(const fs::path& directory, const struct stat& found,
                            const db::User& user) {
    if (!S_ISDIR(found.st_mode))
        return directory.string() + " is no directory: move it away, or name another with --data";
    if (found.st_uid == user.id || found.st_uid == ::geteuid())
        return directory.string() + " must belong to " + user.name + " and be closed to others: " +
               (::geteuid() == 0 ? "chown " + user.name + " " + directory.string() + " && " : "") +
               "chmod 700 " + directory.string();
    const auto* entry = ::getpwuid(found.st_uid);
    const std::string owner = entry ? entry->pw_name : std::to_string(found.st_uid);
    const bool was_root = owner == "postgres" && ::geteuid() != 0;
    return directory.string() + " belongs to " + owner + ", and this would be run as " + user.name +
           ": run it as whoever runs the shop, with " +
           (was_root ? "sudo" : "runuser -u " + owner) + " -- kontor and so on";
}

// A directory that only this user may enter. In /tmp somebody else may have been faster.
void make_private(const fs::path& directory, const db::User& user) {
    if (::mkdir(directory.c_str(), 0700) == 0) {
        if (::geteuid() == 0 && ::lchown(directory.c_str(), user.id, user.group) != 0)
            throw std::runtime_error("cannot give " + directory.string() + " to " + user.name +
                                     ": " + reason());
    } else if (errno != EEXIST) {
        throw std::runtime_error("cannot create " + directory.string() + ": " + reason());
    }
    struct stat found{};
    if (::lstat(directory.c_str(), &found) != 0)
        throw std::runtime_error("cannot look at " + directory.string() + ": " + reason());
    if (!S_ISDIR(found.st_mode) || found.st_uid != user.id || (found.st_mode & 077) != 0)
        throw std::runtime_error(complaint_about(directory, found, user));
}

// For as long as it is open, the cluster is this process's.
class Lock {
public:
    explicit Lock(const fs::path& path)
        : file_(::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600)) {
        if (file_ < 0) throw std::runtime_error("cannot open " + path.string() + ": " + reason());
        held_ = ::flock(file_, LOCK_EX | LOCK_NB) == 0;
    }
    ~Lock() { ::close(file_); }
    Lock(const Lock&) = delete;

    bool held() const { return held_; }

private:
    int file_;
    bool held_ = false;
};

// The shop's data: nobody lists it, but whoever the server runs as has to get through.
void make_data_directory(const fs::path& directory) {
    if (!fs::create_directories(directory)) return;
    using enum fs::perms;
    fs::permissions(directory, owner_all | group_exec | others_exec);
}

// Made here for the user the server runs as, before the lock can be put into it.
fs::path prepared(const fs::path& directory, const db::User& user) {
    const auto path = fs::absolute(directory).lexically_normal();
    if (path.has_parent_path()) make_data_directory(path.parent_path());
    make_private(path, user);
    if (db::run_as(user, {"/usr/bin/test", "-x", path.string()}).status != 0)
        throw std::runtime_error("PostgreSQL runs as " + user.name + ", who may not enter " +
                                 path.string() +
                                 ": choose a directory that is open to it, or "
                                 "start this as an ordinary user");
    return path;
}

}  // namespace

struct PrivateCluster::State {
    explicit State(const fs::path& given)
        : user(db::unprivileged_user()),
          binaries(find_binaries()),
          directory(prepared(given, user)),
          socket(socket_directory(directory)),
          lock(directory / "lock") {}

    void run(const std::string& program, std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), (binaries / program).string());
        const auto finished = db::run_as(user, arguments);
        if (finished.status != 0)
            throw std::runtime_error("the private PostgreSQL in " + directory.string() + ": " +
                                     program + " failed: " + finished.output + "See " +
                                     log().string());
    }
    bool running() const {
        return db::run_as(user, {(binaries / "pg_ctl").string(), "-D", data().string(), "status"})
                   .status == 0;
    }
    fs::path data() const { return directory / "data"; }
    fs::path log() const { return directory / "server.log"; }
    bool server_lives() const;
    bool remnants_live() const;
    void await_end_of_remnants() const;
    void create() const;
    void start() const;

    db::User user;
    fs::path binaries;
    fs::path directory;
    fs::path socket;
    Lock lock;
    bool stopped = false;
};

bool PrivateCluster::State::server_lives() const {
    std::ifstream file(data() / "postmaster.pid");
    pid_t server = 0;
    return file >> server && (::kill(server, 0) == 0 || errno == EPERM);
}

// Whether processes of a server that was killed hold its memory still: PostgreSQL starts no other
// one beside them. The seventh line of the file names the segment.
bool PrivateCluster::State::remnants_live() const {
    std::ifstream file(data() / "postmaster.pid");
    constexpr int lines_before = 6;
    std::string line;
    for (int number = 0; number < lines_before; ++number) std::getline(file, line);
    unsigned long key = 0;
    int segment = 0;
    shmid_ds state{};
    return file >> key >> segment && ::shmctl(segment, IPC_STAT, &state) == 0 &&
           state.shm_nattch > 0;
}

void PrivateCluster::State::await_end_of_remnants() const {
    constexpr std::chrono::seconds patience{60};
    constexpr std::chrono::milliseconds between_looks{20};
    if (!remnants_live()) return;
    log::warning("processes of a PostgreSQL that was killed are waited for",
                 {{"directory", directory.string()}});
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (remnants_live()) {
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error("the private PostgreSQL in " + directory.string() +
                                     " was killed, but processes of it run still: end them, "
                                     "then start this again");
        std::this_thread::sleep_for(between_looks);
    }
}

// Renamed when it is complete, so that a creation cut short is begun anew.
void PrivateCluster::State::create() const {
    const auto unfinished = directory / "data.unfinished";
    fs::remove_all(unfinished);
    run("initdb", {"-D", unfinished.string(), "--username=kontor", "--auth=trust",
                   "--encoding=UTF8", "--locale=C.UTF-8"});
    std::ofstream(unfinished / "postgresql.conf", std::ios::app) << settings;
    fs::rename(unfinished, data());
}

void PrivateCluster::State::start() const {
    make_private(socket, user);
    run("pg_ctl", {"-D", data().string(), "-l", log().string(), "-w", "-t", "60", "-o",
                   "-p 5432 -c unix_socket_directories='" + socket.string() + "'", "start"});
}

PrivateCluster::PrivateCluster(const fs::path& directory, WhenTaken when_taken)
    : state_(std::make_unique<State>(directory)) {
    if (!state_->lock.held()) {
        if (when_taken == WhenTaken::share) return;
        throw std::runtime_error("another process has the database in " +
                                 state_->directory.string() + ": stop it first");
    }
    if (!fs::exists(state_->data())) state_->create();
    if (state_->running()) return;
    state_->await_end_of_remnants();
    state_->start();
}

PrivateCluster::~PrivateCluster() {
    try {
        stop();
    } catch (const std::exception& failure) {
        log::error("the private PostgreSQL did not stop", {{"reason", failure.what()}});
    }
}

std::string PrivateCluster::dsn() const {
    return "host='" + state_->socket.string() + "' port=5432 user=kontor dbname=postgres";
}

bool PrivateCluster::revive() {
    if (state_->stopped || !state_->lock.held() || state_->server_lives()) return false;
    if (state_->remnants_live()) return false;
    state_->start();
    return true;
}

void PrivateCluster::stop() {
    if (std::exchange(state_->stopped, true) || !state_->lock.held()) return;
    if (state_->running())
        state_->run("pg_ctl",
                    {"-D", state_->data().string(), "-m", "fast", "-w", "-t", "60", "stop"});
    std::error_code ignored;
    fs::remove(state_->socket, ignored);
}

}  // namespace kontor::platform
