#pragma once

#include "platform/core/result.hpp"
#include "platform/core/time.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kontor::platform {

// Files under keys, each written and read whole: for some megabytes, not for films. A key is made
// by us, never by a client: segments of letters, digits, "-", "_" and "." that do not begin with
// ".", a "/" between them; any other throws std::invalid_argument. Thread-safe. May wait for a
// machine elsewhere: never inside a transaction.
class Storage {
public:
    using Headers = std::vector<std::pair<std::string, std::string>>;

    virtual ~Storage() = default;

    // All refuse storage.unavailable (worth another try later) and storage.refused (nothing helps
    // but another configuration); both are ErrorKind::unavailable.

    // When it returns, the file is there whole, in place of the one before; when it does not, there
    // is the one before or none. served_with: what a store that answers browsers itself says of the
    // file, such as its Content-Type.
    virtual Result<> put(const std::string& key, std::string_view bytes,
                         const Headers& served_with = {}) = 0;
    // Nothing where there is no such file.
    virtual Result<std::optional<std::string>> get(const std::string& key) = 0;
    virtual Result<bool> exists(const std::string& key) = 0;
    // Also of a file that is not there.
    virtual Result<> remove(const std::string& key) = 0;

    // Where anybody may GET the file, or PUT one of exactly so many bytes, until the time is over;
    // nothing for a store that is reached through this process only. Costs no round trip.
    virtual std::optional<std::string> read_url(const std::string& key,
                                                std::chrono::seconds good_for) const = 0;
    virtual std::optional<std::string> write_url(const std::string& key, std::size_t bytes,
                                                 std::chrono::seconds good_for) const = 0;
};

// Throws std::invalid_argument for a key that Storage does not take.
void check_storage_key(std::string_view key);

// Who on this machine may read the files of a folder, beside whoever runs the shop.
enum class Readers { everybody, nobody };

// Under a directory, which is made when first written to. With readers who are nobody it belongs
// to whoever runs the shop alone, and so does each file in it, whatever the umask is.
std::unique_ptr<Storage> folder_storage(std::filesystem::path directory,
                                        Readers readers = Readers::everybody);

struct S3Options {
    std::string endpoint;  // https://s3.eu-central-1.amazonaws.com, http://127.0.0.1:9000
    std::string region = "us-east-1";
    std::string bucket;
    std::string access_key;
    std::string secret_key;
    bool path_style = true;                     // endpoint/bucket/key; else bucket.endpoint/key
    std::chrono::milliseconds deadline{15000};  // of one request
    std::chrono::milliseconds pause{200};       // before the first of two more tries
};

// A bucket of any store that speaks S3 and AWS Signature Version 4. Throws std::invalid_argument,
// naming the option, for options that cannot be meant.
std::unique_ptr<Storage> s3_storage(S3Options options, const Clock& clock);

}  // namespace kontor::platform
