#include "platform/db/private_cluster.hpp"

#include "platform/db/database.hpp"
#include "platform/db/pool.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <thread>

using namespace kontor::platform;

namespace fs = std::filesystem;

namespace {

// A directory whose user may be another than the one who runs this.
class Folder {
public:
    explicit Folder(const std::string& more = "") {
        static int counter = 0;
        top_ = fs::temp_directory_path() /
               ("kontor_cluster_" + std::to_string(getpid()) + "_" + std::to_string(++counter));
        path = top_ / more / "postgres";
    }
    ~Folder() { fs::remove_all(top_); }
    fs::path path;

private:
    fs::path top_;
};

int count_of_jars(const PrivateCluster& cluster) {
    Pool pool({.dsn = cluster.dsn()});
    Database database(pool, "");
    database.transact([](Tx& tx) {
        tx.run("create table if not exists public.jar (id int)");
        tx.run("insert into public.jar values (1)");
    });
    return *database.read(
        [](Reader& reader) { return reader.one<int>("select count(*) from public.jar"); });
}

int server_process(const fs::path& directory) {
    int process = 0;
    std::ifstream(directory / "data" / "postmaster.pid") >> process;
    return process;
}

// One of the processes of a server, held where it is for as long as this lives.
class HeldChild {
public:
    explicit HeldChild(int server) {
        const auto of_server = std::to_string(server);
        std::ifstream("/proc/" + of_server + "/task/" + of_server + "/children") >> process_;
        REQUIRE(process_ > 0);
        ::kill(process_, SIGSTOP);
    }
    ~HeldChild() { ::kill(process_, SIGCONT); }
    HeldChild(const HeldChild&) = delete;

private:
    int process_ = 0;
};

}  // namespace

TEST_CASE("a private cluster is created, stops with its owner, and keeps what it was told") {
    Folder folder;
    {
        PrivateCluster cluster(folder.path);
        CHECK(count_of_jars(cluster) == 1);
        CHECK_THROWS_WITH(PrivateCluster(folder.path), doctest::Contains("another process"));
        CHECK(count_of_jars(cluster) == 2);
    }
    CHECK(server_process(folder.path) == 0);
    PrivateCluster cluster(folder.path);
    CHECK(count_of_jars(cluster) == 3);
    cluster.stop();
    CHECK(server_process(folder.path) == 0);
}

TEST_CASE("only its user may reach a private cluster") {
    Folder folder;
    PrivateCluster cluster(folder.path);
    for (const auto* part : {"", "socket", "data"}) {
        struct stat found{};
        REQUIRE(::stat((folder.path / part).c_str(), &found) == 0);
        CHECK((found.st_mode & 077) == 0);
    }
}

TEST_CASE("a cluster that outlived a killed process is taken over") {
    Folder folder;
    const auto child = ::fork();
    if (child == 0) {
        try {
            const PrivateCluster cluster(folder.path);
            count_of_jars(cluster);
            ::kill(::getpid(), SIGKILL);
        } catch (...) {
        }
        ::_exit(1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));
    const int process = server_process(folder.path);
    CHECK(process != 0);
    PrivateCluster cluster(folder.path);
    CHECK(server_process(folder.path) == process);
    CHECK(count_of_jars(cluster) == 2);
}

TEST_CASE("a killed server is started again when its last process has ended, and not before") {
    Folder folder;
    PrivateCluster cluster(folder.path);
    CHECK(count_of_jars(cluster) == 1);
    const int killed = server_process(folder.path);
    {
        const HeldChild child(killed);
        ::kill(killed, SIGKILL);
        while (::kill(killed, 0) == 0) std::this_thread::yield();
        CHECK_FALSE(cluster.revive());
    }
    while (!cluster.revive()) std::this_thread::yield();
    CHECK(server_process(folder.path) != killed);
    CHECK(count_of_jars(cluster) == 2);
}

TEST_CASE("nobody lists the directory that a cluster is made in, and its user gets through") {
    using enum fs::perms;
    Folder folder("data");
    PrivateCluster cluster(folder.path);
    CHECK(fs::status(folder.path.parent_path()).permissions() ==
          (owner_all | group_exec | others_exec));
    CHECK(count_of_jars(cluster) == 1);
}

TEST_CASE("a path too long for a socket is no hindrance") {
    Folder folder(std::string(120, 'x'));
    PrivateCluster cluster(folder.path);
    const std::string start = "host='";
    const auto dsn = cluster.dsn();
    const fs::path socket = dsn.substr(start.size(), dsn.find('\'', start.size()) - start.size());
    CHECK(socket.parent_path() == "/tmp");
    CHECK(count_of_jars(cluster) == 1);
    cluster.stop();
    CHECK_FALSE(fs::exists(socket));
}

TEST_CASE("a directory that is open to others is refused") {
    Folder folder;
    fs::create_directories(folder.path);
    fs::permissions(folder.path, fs::perms::all);
    CHECK_THROWS_WITH(PrivateCluster(folder.path), doctest::Contains("chmod 700 "));
}

TEST_CASE("a shop that somebody else runs is named with its owner, and not to be removed") {
    Folder folder;
    fs::create_directories(folder.path);
    const bool is_root = ::geteuid() == 0;
    if (is_root) REQUIRE(::chown(folder.path.c_str(), 1, 1) == 0);
    CHECK_THROWS_WITH(PrivateCluster(is_root ? folder.path : "/usr"),
                      doctest::Contains(is_root ? " belongs to daemon, " : " belongs to root, "));
}
