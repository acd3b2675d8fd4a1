// Values that the database keeps but does not know: telephone numbers, streets, tax ids, the seeds
// of one-time passwords.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kontor::platform {

struct SealingKey {
    std::string id;     // 1 to 32 letters, digits, "-" and "_"
    std::string bytes;  // 32 of them, secret
};

// A new key under a new id.
SealingKey make_sealing_key();
// "id:" and the bytes as base64: how configuration and key files have it.
std::string to_text(const SealingKey& key);
// Throws std::invalid_argument, which never quotes the key.
SealingKey parse_sealing_key(std::string_view text);

// A key on each line, the newest first; empty lines and those that begin with # do not count.
// Throws std::invalid_argument for a file that is not there, is no such file, or can be read by
// everybody on the machine.
std::vector<SealingKey> read_key_file(const std::filesystem::path& file);
// Makes a key and the file, for its owner alone, where there is no such file yet.
std::vector<SealingKey> read_or_make_key_file(const std::filesystem::path& file);

// AES-256-GCM under the first of the keys; what was sealed under any of them opens. The context
// says where a value belongs, such as "customers.address.phone:" and the row's id: what is moved to
// another place does not open there. Thread-safe; a value takes about a microsecond.
class Sealer {
public:
    // Throws std::invalid_argument without a key, for a key that is none and for an id twice.
    explicit Sealer(const std::vector<SealingKey>& keys);

    // "v1.<key id>.<base64url>": longer than the text by a third, 44 bytes and the key's id.
    std::string seal(std::string_view plain, std::string_view context) const;

    // Nothing where any of it was changed, or the context is another, or the key is not here.
    std::optional<std::string> open(std::string_view sealed, std::string_view context) const;

    // The same, but throws std::runtime_error, which names the context, instead of nothing: for
    // values that this shop has sealed.
    std::string opened(std::string_view sealed, std::string_view context) const;

    // Whether it was sealed under the key that seals now.
    bool is_current(std::string_view sealed) const;
    // What all begin with that are.
    std::string current_head() const;

    // The same text for the same value of the same field, by which a row is found whose value is
    // sealed; 43 characters. It tells which rows have the same value, and nothing else to whom has
    // no key. The field, such as "customers.address.phone", is without the row's id. A value that
    // can be written in several ways must be brought into one first.
    std::string blind_index(std::string_view plain, std::string_view field) const;
    // The same under every key: what to look for while rows of former keys are left.
    std::vector<std::string> blind_indexes(std::string_view plain, std::string_view field) const;

    // The newest first.
    std::vector<std::string> key_ids() const;

private:
    struct Key {
        std::string id;
        std::string sealing;
        std::string indexing;
    };
    std::vector<Key> keys_;
};

}  // namespace kontor::platform
