#pragma once

#include "program.hpp"

#include <cstdio>
#include <memory>

namespace kontor::chaos {

// A process of its own that takes letters, or keeps whoever brings them waiting.
class MailServer {
public:
    MailServer();

    std::string url() const;
    // Its letters, a file each.
    const std::filesystem::path& letters() const { return directory_.path(); }
    // From now on for each letter; 0 s ends it. Letters under way are kept waiting to the end.
    void stall(std::chrono::seconds time) const;
    // Letters whose sender was kept waiting, so that it may have brought them again.
    std::size_t cut() const;

private:
    struct Close {
        void operator()(std::FILE* pipe) const { ::pclose(pipe); }
    };

    test::TemporaryDirectory directory_;
    std::unique_ptr<std::FILE, Close> input_;  // it ends with it
};

}  // namespace kontor::chaos
