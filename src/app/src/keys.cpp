#include "app/keys.hpp"

#include <algorithm>
#include <stdexcept>

namespace kontor::app {

using platform::Error;
using platform::ErrorKind;
using platform::Result;
using platform::Sealer;
using platform::Tx;

namespace {

constexpr std::string_view proven = "kontor";

struct KnownKey {
    std::string id;
    std::string proof;
};
BOOST_DESCRIBE_STRUCT(KnownKey, (), (id, proof))

std::string context_of(const std::string& key) {
    return "platform.sealing_key.proof:" + key;
}

std::vector<platform::SealingKey> keys_of(const SealingConfig& config) {
    if (config.keys.empty() && config.key_file.empty())
        throw std::invalid_argument(
            "sealing.keys: there is no key to seal personal data with, and none is made for a "
            "database of your own, because who loses it loses the data. Run kontor keys make, keep "
            "what it prints at a safe place, and set it as KONTOR_SEALING_KEYS or write it to the "
            "file of sealing.key_file");
    if (config.keys.empty()) return platform::read_key_file(config.key_file);
    std::vector<platform::SealingKey> keys;
    for (const auto& text : config.keys) keys.push_back(platform::parse_sealing_key(text));
    return keys;
}

Error not_here(const std::string& id) {
    return {
        ErrorKind::conflict, "app.sealing_key",
        "personal data in this database is sealed under the key " + id +
            ", which is not here: add it to sealing.keys, or to the key file. After kontor keys "
            "reseal it is needed no more"};
}

Error another(const std::string& id) {
    return {ErrorKind::conflict, "app.sealing_key",
            "the key " + id +
                " is not the one of that id that personal data in this database is sealed under: "
                "put that one back, and give the new one another id"};
}

std::optional<Error> mismatch(const std::vector<KnownKey>& known, const Sealer& sealer) {
    const auto here = sealer.key_ids();
    for (const auto& key : known) {
        if (std::ranges::find(here, key.id) == here.end()) return not_here(key.id);
        if (sealer.open(key.proof, context_of(key.id)) != proven) return another(key.id);
    }
    return std::nullopt;
}

}  // namespace

Sealer make_sealer(const SealingConfig& config) {
    try {
        return Sealer(keys_of(config));
    } catch (const std::invalid_argument& complaint) {
        const std::string text = complaint.what();
        throw std::invalid_argument(text.starts_with("sealing.") ? text : "sealing.keys: " + text);
    }
}

Result<> keep_sealing_keys(platform::Database& database, const Sealer& sealer) {
    return database.transact([&](Tx& tx) -> Result<> {
        tx.defer("select pg_advisory_xact_lock(hashtextextended('kontor.sealing_key', 0))");
        const auto known = tx.all<KnownKey>("select id, proof from platform.sealing_key");
        if (auto error = mismatch(known, sealer)) return *std::move(error);
        const auto id = sealer.key_ids().front();
        if (std::ranges::find(known, id, &KnownKey::id) == known.end())
            tx.defer("insert into platform.sealing_key (id, proof) values ($1, $2)", id,
                     sealer.seal(proven, context_of(id)));
        return {};
    });
}

void forget_former_keys(platform::Database& database, const Sealer& sealer) {
    database.transact([&](Tx& tx) {
        tx.defer("delete from platform.sealing_key where id <> $1", sealer.key_ids().front());
    });
}

}  // namespace kontor::app
