#include "confined_process.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

#include <unistd.h>

using namespace kontor::media;

namespace {

const auto temporary = std::filesystem::temp_directory_path();

Ending shell(const std::string& script, const Confinement& confinement = {},
             const std::vector<std::string>& variables = {"PATH=/usr/bin:/bin"}) {
    const Workbench workbench(temporary);
    return run_confined({"/bin/sh", "-c", script}, variables, workbench, confinement);
}

}  // namespace

TEST_CASE("a program ends well, badly, or never began") {
    CHECK(shell("true").how == Ending::How::done);
    CHECK(shell("exit 3").how == Ending::How::failed);
    CHECK(shell("kill -SEGV $$").how == Ending::How::failed);
    const Workbench workbench(temporary);
    CHECK(run_confined({"/no/such/program"}, {}, workbench, {}).how == Ending::How::not_started);
    CHECK_FALSE(find_program("no-such-program").has_value());
    CHECK_FALSE(find_program("/etc/passwd").has_value());
    CHECK(find_program("sh").has_value());
}

TEST_CASE("a folder of PATH that cannot be looked into is passed over") {
    const Workbench workbench(temporary);
    const auto circle = workbench.path() / "circle";
    std::filesystem::create_symlink(circle, circle);
    const std::string before = ::getenv("PATH");
    ::setenv("PATH", (circle.string() + ":" + before).c_str(), 1);
    CHECK(find_program("sh").has_value());
    ::setenv("PATH", before.c_str(), 1);
}

TEST_CASE("it sees no variable and no open file of ours, and is not root") {
    ::setenv("KONTOR_MEDIA_S3_SECRET_KEY", "secret", 1);
    const int file = ::dup(STDERR_FILENO);
    CHECK_EQ(shell("env | grep -c KONTOR; ls /proc/self/fd | wc -l; id -u | grep -cx 0").said,
             "0\n4\n0\n");
    ::close(file);
    ::unsetenv("KONTOR_MEDIA_S3_SECRET_KEY");
}

TEST_CASE("it has so much time, on the clock and of the processor") {
    const Confinement short_time{.time = std::chrono::seconds(1)};
    CHECK(shell("exec sleep 60", short_time).how == Ending::How::too_long);
    CHECK(shell("while :; do :; done", short_time).how == Ending::How::too_long);
}

TEST_CASE("it has so much memory and writes files no longer than that") {
    const Confinement narrow{.memory_bytes = 64 << 20, .file_bytes = 1 << 20};
    CHECK(shell("head -c 1000000 /dev/zero | tail -c 1 >file", narrow).how == Ending::How::done);
    CHECK(shell("head -c 300000000 /dev/zero | tail -n 1", narrow).how == Ending::How::failed);
    CHECK(shell("head -c 2000000 /dev/zero >file", narrow).how == Ending::How::failed);
}

TEST_CASE("however much it says, only the beginning is kept") {
    const auto ending = shell("head -c 1000000 /dev/zero | tr '\\0' x");
    CHECK(ending.how == Ending::How::done);
    CHECK_EQ(ending.said, std::string(2000, 'x'));
}

TEST_CASE("a workbench gives back plain files only, and is gone in the end") {
    std::filesystem::path path;
    {
        const Workbench workbench(temporary);
        path = workbench.path();
        workbench.write("given", "content");
        const auto ran = run_confined(
            {"/bin/sh", "-c",
             "cp given copy; ln -s /etc/passwd link; ln copy hard; mkdir folder; mkfifo pipe"},
            {"PATH=/usr/bin:/bin"}, workbench, {});
        CHECK(ran.how == Ending::How::done);
        CHECK_EQ(workbench.read("given", 7), "content");
        CHECK_EQ(workbench.read_beginning("given", 3), "con");
        for (const auto* name : {"link", "copy", "hard", "folder", "pipe", "absent"}) {
            CAPTURE(std::string(name));
            CHECK_FALSE(workbench.read(name, 1 << 20).has_value());
        }
        CHECK_FALSE(workbench.read("given", 6).has_value());
    }
    CHECK_FALSE(std::filesystem::exists(path));
}
