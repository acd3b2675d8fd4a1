// A foreign program that is fed with a stranger's bytes: whatever these make it do, it has little
// memory and time, no open file and no secret of ours, and ends.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace kontor::media {

struct Confinement {
    std::chrono::seconds time{20};  // on the clock; as much of the processor
    std::size_t memory_bytes = 1 << 30;
    std::size_t file_bytes = 1 << 30;  // of each file that it writes
};

struct Ending {
    enum class How { done, failed, too_long, not_started };
    How how = How::done;
    std::string said;  // the beginning of it: for the log, it names our folders
};

// The only directory it should write to. Removed with everything in it.
class Workbench {
public:
    // Under parent, or where temporary files are kept. Throws std::system_error.
    explicit Workbench(const std::filesystem::path& parent);
    ~Workbench();
    Workbench(const Workbench&) = delete;

    const std::filesystem::path& path() const { return path_; }
    void write(const std::string& name, std::string_view bytes) const;
    // Nothing for what is not a plain file of at most so many bytes: it may have been made to harm.
    std::optional<std::string> read(const std::string& name, std::size_t most_bytes) const;
    // The same of the first of its bytes, however many more there are.
    std::optional<std::string> read_beginning(const std::string& name, std::size_t bytes) const;
    void rename(const std::string& from, const std::string& to) const;

private:
    std::filesystem::path path_;
};

// Where a program of this name is, by PATH; one with a slash is where it says. Nothing when it
// cannot be run.
std::optional<std::filesystem::path> find_program(const std::string& name);

// Runs it in the workbench and waits; as nobody where we are root. It sees these variables only.
Ending run_confined(const std::vector<std::string>& command,
                    const std::vector<std::string>& variables, const Workbench& workbench,
                    const Confinement& confinement);

}  // namespace kontor::media
