// The real shop on a data directory of its own, and the ways to break it.
#pragma once

#include "program.hpp"
#include "support/http_probe.hpp"

#include <memory>
#include <mutex>
#include <string>

namespace kontor::chaos {

// Sold in every shop under test.
struct Good {
    std::string sku;
    std::int64_t stock = 0;
};

// Thread-safe to ask; broken and mended by one thread.
class Shop {
public:
    // Opens at once, with these goods; on a private PostgreSQL, unless the environment names one.
    explicit Shop(const std::vector<Good>& goods, const test::Environment& environment = {});
    ~Shop();
    Shop(const Shop&) = delete;

    // Where it was open last; nobody may be there at the moment.
    std::string address() const;
    std::string dsn() const { return dsn_; }
    std::filesystem::path mails() const { return data() / "mail"; }
    // For the buyers, out of the shop's reach.
    std::filesystem::path journal() const { return directory_.path() / "journal.jsonl"; }
    const std::vector<Good>& goods() const { return goods_; }
    // kontor doctor: what it said, empty when all is well.
    std::string illness() const;

    // Headers of somebody of the staff, who is made on the command line.
    test::Headers staff() const;

    void open();
    // Without a word (SIGKILL); does not return before the process is gone.
    void kill();
    // As a service manager does (SIGTERM); answers the status it ends with.
    int close();
    bool running() { return program_ && !program_->ended(); }

    // Of the private PostgreSQL: SIGKILL to its postmaster, an immediate stop, and a start.
    void kill_database();
    void stop_database();
    void start_database();

private:
    std::filesystem::path data() const { return directory_.path() / "var"; }
    std::filesystem::path cluster() const { return data() / "postgresql"; }
    std::vector<std::string> command(std::vector<std::string> arguments) const;
    void import_goods() const;
    void end_postmaster(int signal) const;

    test::TemporaryDirectory directory_;
    test::Environment environment_;
    std::vector<Good> goods_;
    std::string dsn_;
    mutable std::mutex mutex_;
    std::string address_;
    std::unique_ptr<test::Program> program_;
};

}  // namespace kontor::chaos
