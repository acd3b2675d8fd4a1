#include "platform/security/random.hpp"
#include "platform/security/sealing.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

namespace kontor::platform {
namespace {

constexpr std::size_t key_size = 32;
constexpr std::size_t longest_id = 32;

bool is_id(std::string_view text) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '-' || c == '_';
    };
    return !text.empty() && text.size() <= longest_id && std::ranges::all_of(text, fits);
}

[[noreturn]] void complain(const std::filesystem::path& file, const std::string& what) {
    throw std::invalid_argument("the key file " + file.string() + " " + what);
}

void check_who_may_read(const std::filesystem::path& file) {
    struct ::stat status{};
    if (::stat(file.c_str(), &status) != 0)
        complain(file, std::string("cannot be read: ") + std::strerror(errno));
    if ((status.st_mode & (S_IROTH | S_IWOTH | S_IWGRP)) != 0)
        complain(file, "is open to others on this machine: chmod 600 " + file.string());
}

// In one piece and on the disk before the first value is sealed: a key that is lost is lost data.
void write_whole(const std::filesystem::path& file, const std::string& text) {
    const auto draft = file.string() + "." + random_token(6);
    const int descriptor = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) complain(file, std::string("cannot be made: ") + std::strerror(errno));
    const bool written =
        ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
        ::fsync(descriptor) == 0;
    ::close(descriptor);
    const bool in_place = written && ::link(draft.c_str(), file.c_str()) == 0;
    const int reason = errno;
    ::unlink(draft.c_str());
    if (!in_place && !(written && reason == EEXIST))
        complain(file, std::string("cannot be written: ") + std::strerror(reason));
    const int directory = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return;
    ::fsync(directory);
    ::close(directory);
}

}  // namespace

SealingKey make_sealing_key() {
    SealingKey key;
    std::string id;
    from_base64url(random_token(4), id);
    from_base64url(random_token(key_size), key.bytes);
    key.id = to_hex(id);
    return key;
}

std::string to_text(const SealingKey& key) {
    return key.id + ":" + to_base64(key.bytes);
}

SealingKey parse_sealing_key(std::string_view text) {
    const auto colon = text.find(':');
    SealingKey key;
    const bool parses = colon != std::string_view::npos && is_id(text.substr(0, colon)) &&
                        from_base64(text.substr(colon + 1), key.bytes) &&
                        key.bytes.size() == key_size;
    if (!parses)
        throw std::invalid_argument(
            "a key to seal with is written as an id (letters, digits, - and _), a colon and 32 "
            "bytes in base64; kontor keys make prints one");
    key.id = text.substr(0, colon);
    return key;
}

std::vector<SealingKey> read_key_file(const std::filesystem::path& file) {
    check_who_may_read(file);
    std::ifstream lines(file);
    std::vector<SealingKey> keys;
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line.ends_with('\r')) line.pop_back();
        if (line.empty() || line.starts_with('#')) continue;
        try {
            keys.push_back(parse_sealing_key(line));
        } catch (const std::invalid_argument& complaint) {
            complain(file,
                     "has no key in line " + std::to_string(number) + ": " + complaint.what());
        }
    }
    if (keys.empty()) complain(file, "has no key in it");
    return keys;
}

std::vector<SealingKey> read_or_make_key_file(const std::filesystem::path& file) {
    if (!std::filesystem::exists(file))
        write_whole(
            file,
            "# The key that personal data in the database is sealed with. Keep a copy of\n"
            "# this file apart from copies of the database: without it that data is lost.\n" +
                to_text(make_sealing_key()) + "\n");
    return read_key_file(file);
}

}  // namespace kontor::platform
