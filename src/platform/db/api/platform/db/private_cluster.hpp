// A PostgreSQL of the program's own, for who has none: kontor up.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace kontor::platform {

// A durable cluster of PostgreSQL 15 in a directory of its own. It is reached through a Unix socket
// by the user who runs this, and by nobody else; as root it runs as postgres or nobody, because
// PostgreSQL refuses to run as root. One process at a time has it.
class PrivateCluster {
public:
    // When another process has it: throws, or uses it too and leaves it running at the end.
    enum class WhenTaken { refuse, share };

    // Creates the cluster when the directory has none (a second or two), and starts it unless it
    // runs: one that outlived a killed process is taken over, and of one that was killed the last
    // process is waited for, a minute at most. Throws std::runtime_error that says what to do.
    explicit PrivateCluster(const std::filesystem::path& directory,
                            WhenTaken when_taken = WhenTaken::refuse);
    ~PrivateCluster();  // stops
    PrivateCluster(const PrivateCluster&) = delete;

    // For PoolOptions: a superuser of this cluster.
    std::string dsn() const;

    // Starts the server again where it has ended, to its last process, without stop(). Whether it
    // did; costs nothing when not, and does not wait. Throws std::runtime_error.
    bool revive();

    // Ends all connections and waits for the server. Throws std::runtime_error.
    void stop();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace kontor::platform
