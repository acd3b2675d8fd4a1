#include "app/keys.hpp"

#include "platform/telemetry/log.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <stdexcept>

namespace kontor::app {

using platform::Database;
using platform::Error;
using platform::ErrorKind;
using platform::Result;
using platform::Sealer;
using platform::Tx;

namespace {

constexpr std::string_view proven = "kontor";
constexpr std::chrono::seconds between_looks{30};
constexpr std::chrono::seconds gone_after{120};

struct KnownKey {
    std::string id;
    std::string proof;
};
BOOST_DESCRIBE_STRUCT(KnownKey, (), (id, proof))

struct Lacking {
    std::string process;
    std::string key;
};
BOOST_DESCRIBE_STRUCT(Lacking, (), (process, key))

struct Process {
    std::string name;
    std::string seals_with;
};
BOOST_DESCRIBE_STRUCT(Process, (), (name, seals_with))

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

void lock_keys(Tx& tx) {
    tx.defer("select pg_advisory_xact_lock(hashtextextended('kontor.sealing_key', 0))");
}

std::vector<KnownKey> known_keys(Tx& tx) {
    return tx.all<KnownKey>("select id, proof from platform.sealing_key");
}

void remember_first(Tx& tx, const std::vector<KnownKey>& known, const Sealer& sealer) {
    const auto id = sealer.key_ids().front();
    if (std::ranges::find(known, id, &KnownKey::id) == known.end())
        tx.defer("insert into platform.sealing_key (id, proof) values ($1, $2)", id,
                 sealer.seal(proven, context_of(id)));
}

Error unknown_there(const std::string& id, const std::string& process) {
    return {ErrorKind::conflict, "app.sealing_key",
            "the process " + process + " does not have the key " + id +
                " and could not read what is sealed with it: restart every process with both "
                "keys, the former one first, and then put this one first. A process that was "
                "killed counts as running for two minutes"};
}

Error in_use(const std::string& id, const std::string& process) {
    return {ErrorKind::conflict, "app.sealing_key_in_use",
            "the process " + process + " seals with the key " + id +
                " still: restart it with the new key first in sealing.keys, then run this again. A "
                "process that was killed counts as running for two minutes"};
}

Result<> keep_keys(Tx& tx, const Sealer& sealer) {
    lock_keys(tx);
    const auto known = known_keys(tx);
    if (auto error = mismatch(known, sealer)) return *std::move(error);
    const auto id = sealer.key_ids().front();
    const auto lacking = tx.one<std::string>(
        "select name from platform.sealing_process"
        " where seen_at > clock_timestamp() - $2 * interval '1 second' and $1 <> all(opens)"
        " order by seen_at desc limit 1",
        id, gone_after.count());
    if (lacking) return unknown_there(id, *lacking);
    remember_first(tx, known, sealer);
    return {};
}

Result<> refuse_if_in_use(Tx& tx, const Sealer& sealer) {
    lock_keys(tx);
    const auto other = tx.one<Process>(
        "select name, seals_with from platform.sealing_process"
        " where seen_at > clock_timestamp() - $2 * interval '1 second' and seals_with <> $1"
        " order by seen_at desc limit 1",
        sealer.key_ids().front(), gone_after.count());
    if (other) return in_use(other->seals_with, other->name);
    return {};
}

// "4711 on web-2"
std::string name_of_this_process() {
    std::array<char, HOST_NAME_MAX + 1> host{};
    ::gethostname(host.data(), host.size() - 1);
    return std::to_string(::getpid()) + " on " + host.data();
}

void register_process(Tx& tx, const platform::Uuid& id, const Sealer& sealer) {
    tx.defer(
        "delete from platform.sealing_process"
        " where seen_at < clock_timestamp() - $1 * interval '1 second'",
        gone_after.count());
    tx.defer(
        "insert into platform.sealing_process (id, name, seals_with, opens)"
        " values ($1, $2, $3, $4)"
        " on conflict (id) do update set seen_at = clock_timestamp()",
        id, name_of_this_process(), sealer.key_ids().front(), sealer.key_ids());
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

Result<> keep_sealing_keys(Database& database, const Sealer& sealer) {
    return database.transact([&](Tx& tx) { return keep_keys(tx, sealer); });
}

Result<> check_former_keys(Database& database, const Sealer& sealer) {
    return database.transact([&](Tx& tx) { return refuse_if_in_use(tx, sealer); });
}

Result<> forget_former_keys(Database& database, const Sealer& sealer) {
    return database.transact([&](Tx& tx) -> Result<> {
        if (auto idle = refuse_if_in_use(tx, sealer); !idle) return idle;
        tx.defer("delete from platform.sealing_key where id <> $1", sealer.key_ids().front());
        return {};
    });
}

std::vector<platform::Violation> check_running_keys(Database& database) {
    const auto lacking = database.read([](platform::Reader& reader) {
        return reader.all<Lacking>(
            "select p.name as process, k.id as key"
            " from platform.sealing_process p, platform.sealing_key k"
            " where p.seen_at > clock_timestamp() - $1 * interval '1 second'"
            " and k.id <> all(p.opens) order by p.name, k.id",
            gone_after.count());
    });
    std::vector<platform::Violation> violations;
    for (const auto& found : lacking)
        violations.push_back(
            {"K1 every process opens what is sealed", found.process,
             "it runs without the key " + found.key +
                 ", which personal data is sealed under: restart it with that one"});
    return violations;
}

SealingWatch::SealingWatch(Database& database, const Sealer& sealer)
    : database_(database), sealer_(sealer) {
    const auto kept = database_.transact([&](Tx& tx) -> Result<> {
        if (auto fits = keep_keys(tx, sealer_); !fits) return fits;
        register_process(tx, id_, sealer_);
        return {};
    });
    if (!kept) throw std::invalid_argument(kept.error().message);
}

SealingWatch::~SealingWatch() {
    thread_ = {};
    try {
        database_.transact(
            [&](Tx& tx) { tx.run("delete from platform.sealing_process where id = $1", id_); });
    } catch (const std::exception&) {
        // It counts as gone in a while.
    }
}

void SealingWatch::start() {
    thread_ = std::jthread([this](const std::stop_token& stop) {
        while (true) {
            std::unique_lock lock(mutex_);
            stopping_.wait_for(lock, stop, between_looks, [] { return false; });
            if (stop.stop_requested()) return;
            try {
                look();
            } catch (const std::exception& failure) {
                platform::log::warning("the keys to personal data could not be compared",
                                       {{"reason", failure.what()}});
            }
        }
    });
}

void SealingWatch::look() {
    const auto error = database_.transact([&](Tx& tx) {
        lock_keys(tx);
        register_process(tx, id_, sealer_);
        auto known = known_keys(tx);
        remember_first(tx, known, sealer_);
        return mismatch(known, sealer_);
    });
    fits_ = !error;
    if (error)
        platform::log::error("the keys to personal data are not those of the database",
                             {{"reason", error->message}});
}

}  // namespace kontor::app
