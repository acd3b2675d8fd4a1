#include "program.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace kontor::test {

namespace fs = std::filesystem;

namespace {

std::string content(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return std::move(text).str();
}

// Of the variables of this process only those that PostgreSQL's tools need. A database of one's own
// comes with a key.
std::vector<std::string> variables(Environment environment) {
    if (const char* path = std::getenv("PATH")) environment.try_emplace("PATH", path);
    if (environment.contains("KONTOR_DATABASE_DSN"))
        environment.try_emplace("KONTOR_SEALING_KEYS", test_sealing_key);
    std::vector<std::string> lines;
    for (const auto& [name, value] : environment) lines.push_back(name + "=" + value);
    return lines;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> found;
    for (auto& text : texts) found.push_back(text.data());
    found.push_back(nullptr);
    return found;
}

}  // namespace

bool eventually(const std::function<bool()>& condition, std::chrono::seconds at_most) {
    const auto deadline = std::chrono::steady_clock::now() + at_most;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

TemporaryDirectory::TemporaryDirectory() {
    std::string name = (fs::temp_directory_path() / "kontor-test-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("mkdtemp failed");
    path_ = name;
    fs::permissions(path_, fs::perms::group_exec | fs::perms::others_exec, fs::perm_options::add);
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

std::string TemporaryDirectory::write(const std::string& name, const std::string& text) const {
    const auto file = path_ / name;
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
}

Program::Program(std::vector<std::string> arguments, const Environment& environment,
                 const std::string& input)
    : Program(KONTOR_BINARY, std::move(arguments), environment, input) {}

Program::Program(const std::string& binary, std::vector<std::string> arguments,
                 const Environment& environment, const std::string& input) {
    arguments.insert(arguments.begin(), binary);
    auto lines = variables(environment);
    const auto in = directory_.write("in", input);
    const auto out = (directory_.path() / "out").string();
    const auto err = (directory_.path() / "err").string();
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, in.c_str(), O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT,
                                     0600);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), O_WRONLY | O_CREAT,
                                     0600);
    const int failed = posix_spawn(&process_, binary.c_str(), &actions, nullptr,
                                   pointers(arguments).data(), pointers(lines).data());
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error("cannot start " + binary);
}

Program::~Program() {
    if (ended()) return;
    signal(SIGKILL);
    waitpid(process_, nullptr, 0);
}

void Program::signal(int number) const {
    kill(process_, number);
}

bool Program::ended() {
    if (status_ >= 0) return true;
    int status = 0;
    if (waitpid(process_, &status, WNOHANG) != process_) return false;
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return true;
}

Finished Program::wait() {
    if (!eventually([&] { return ended(); }, std::chrono::seconds(60)))
        throw std::runtime_error("kontor does not end:\n" + out() + err());
    return {status_, out(), err()};
}

std::string Program::out() const {
    return content(directory_.path() / "out");
}

std::string Program::err() const {
    return content(directory_.path() / "err");
}

std::string Program::address() {
    constexpr std::string_view opening = "Kontor is open at ";
    std::string said;
    eventually(
        [&] {
            said = out();
            return said.ends_with('\n') || ended();
        },
        std::chrono::seconds(60));
    const auto found = said.find(opening);
    if (found == said.npos)
        throw std::runtime_error("the shop does not open" +
                                 (ended() ? ", but ends with " + std::to_string(status_) : "") +
                                 ":\n" + said + err());
    const auto begin = found + opening.size();
    return said.substr(begin, said.find('\n', begin) - begin);
}

Finished run(std::vector<std::string> arguments, const Environment& environment,
             const std::string& input) {
    return Program(std::move(arguments), environment, input).wait();
}

}  // namespace kontor::test
