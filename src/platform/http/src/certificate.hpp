#pragma once

#include "platform/core/result.hpp"

#include <boost/asio/ssl/context.hpp>

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>

namespace kontor::platform::http {

// What the server shows who it is with, read from files again when these are renewed. Connections
// keep what they began with. Thread-safe.
class Certificate {
public:
    // In PEM: the certificate with the chain up to its authority, and its private key; where
    // that has no file of its own, it is in the same.
    Certificate(std::string chain_file, std::string key_file);

    // Refuses http.bad_certificate (invalid) and then goes on with what it had.
    Result<> read();
    // Whether the files are others than those that were read, or were tried to be, last.
    bool is_renewed() const;

    std::shared_ptr<boost::asio::ssl::context> context() const;

private:
    using FileTimes = std::pair<std::filesystem::file_time_type, std::filesystem::file_time_type>;
    FileTimes file_times() const;

    const std::string chain_file_;
    const std::string key_file_;
    mutable std::mutex mutex_;
    FileTimes times_{};
    std::shared_ptr<boost::asio::ssl::context> context_;
};

}  // namespace kontor::platform::http
