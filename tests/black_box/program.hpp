// The real binary, run as a person or a service manager would.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace kontor::test {

// What a database of one's own is sealed with where a test names no other key.
inline constexpr auto test_sealing_key = "test:a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=";

// Looks again until the condition holds, for at most so long. Whether it did.
bool eventually(const std::function<bool()>& condition,
                std::chrono::seconds at_most = std::chrono::seconds(60));

// Empty, gone at the end. Whoever runs PostgreSQL may enter it.
class TemporaryDirectory {
public:
    TemporaryDirectory();
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::string write(const std::string& name, const std::string& text) const;

private:
    std::filesystem::path path_;
};

struct Finished {
    int status = 0;  // as the shell tells it: 128 + signal after a signal
    std::string out;
    std::string err;
};

using Environment = std::map<std::string, std::string>;

// kontor with these arguments, started at once and killed at the end where it still runs.
class Program {
public:
    explicit Program(std::vector<std::string> arguments, const Environment& environment = {},
                     const std::string& input = "");
    // Another one.
    Program(const std::string& binary, std::vector<std::string> arguments,
            const Environment& environment, const std::string& input);
    ~Program();
    Program(const Program&) = delete;

    void signal(int number) const;
    bool ended();
    int process() const { return process_; }
    // Throws std::runtime_error when it does not end in time.
    Finished wait();
    std::string out() const;
    std::string err() const;
    // From the line that says that the shop is open; throws when it does not open.
    std::string address();

private:
    TemporaryDirectory directory_;
    int process_ = 0;
    int status_ = -1;
};

Finished run(std::vector<std::string> arguments, const Environment& environment = {},
             const std::string& input = "");

}  // namespace kontor::test
