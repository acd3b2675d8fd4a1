#include "shop.hpp"

#include "platform/db/private_cluster.hpp"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace kontor::chaos {

namespace fs = std::filesystem;

namespace {

constexpr auto binaries = "/usr/lib/postgresql/15/bin/";

int postmaster_of(const fs::path& cluster) {
    std::ifstream file(cluster / "data" / "postmaster.pid");
    int process = 0;
    file >> process;
    return process;
}

std::string dsn_in(const test::Environment& environment) {
    const auto found = environment.find("KONTOR_DATABASE_DSN");
    return found == environment.end() ? "" : found->second;
}

// Whoever owns the cluster is who PostgreSQL runs as.
std::string as_owner_of(const fs::path& cluster) {
    struct stat found{};
    if (::geteuid() != 0 || ::stat(cluster.c_str(), &found) != 0) return "";
    return "setpriv --reuid=" + std::to_string(found.st_uid) +
           " --regid=" + std::to_string(found.st_gid) + " --clear-groups ";
}

}  // namespace

Shop::Shop(const std::vector<Good>& goods, const test::Environment& environment)
    : environment_(environment), goods_(goods), dsn_(dsn_in(environment)) {
    environment_["KONTOR_PAYMENTS_SIMULATOR"] = "true";
    environment_["KONTOR_LOG_LEVEL"] = "warning";
    open();
    if (dsn_.empty())
        dsn_ =
            platform::PrivateCluster(cluster(), platform::PrivateCluster::WhenTaken::share).dsn();
    import_goods();
}

Shop::~Shop() {
    if (!running()) return;
    try {
        close();
    } catch (const std::runtime_error&) {
        // Killed by the destructor of the program.
    }
}

std::string Shop::address() const {
    const std::scoped_lock lock(mutex_);
    return address_;
}

std::vector<std::string> Shop::command(std::vector<std::string> arguments) const {
    arguments.insert(arguments.end(), {"--data", data().string()});
    return arguments;
}

void Shop::import_goods() const {
    std::string lines;
    for (const auto& good : goods_)
        lines += R"({"title":"Thing )" + good.sku + R"(","variants":[{"sku":")" + good.sku +
                 R"(","prices":[{"amount":1000,"currency":"EUR"}],"stock":)" +
                 std::to_string(good.stock) + R"(,"weight_grams":100}]})" + "\n";
    const auto file = directory_.write("goods.jsonl", lines);
    const auto imported = test::run(command({"import", "products", file}), environment_);
    if (imported.status != 0)
        throw std::runtime_error("the goods could not be imported:\n" + imported.out +
                                 imported.err);
}

test::Headers Shop::staff() const {
    const auto made =
        test::run(command({"user", "create", "--email", "boss@example.org", "--role", "admin"}),
                  environment_, "a long password of staff\n");
    if (made.status != 0) throw std::runtime_error("no staff: " + made.err);
    const auto session = test::HttpProbe(address()).post(
        "/v1/auth/login", R"({"email":"boss@example.org","password":"a long password of staff"})");
    return {{"Authorization", "Bearer " + session.text("/access_token")}};
}

std::string Shop::illness() const {
    const auto examined = test::run(command({"doctor"}), environment_);
    return examined.status == 0 ? "" : examined.out + examined.err;
}

void Shop::open() {
    program_ = std::make_unique<test::Program>(command({"up", "--port", "0"}), environment_);
    const auto address = program_->address();
    const std::scoped_lock lock(mutex_);
    address_ = address;
}

void Shop::kill() {
    program_->signal(SIGKILL);
    program_->wait();
}

int Shop::close() {
    program_->signal(SIGTERM);
    return program_->wait().status;
}

void Shop::end_postmaster(int signal) const {
    const auto postmaster = postmaster_of(cluster());
    if (postmaster <= 0 || ::kill(postmaster, signal) != 0)
        throw std::runtime_error("there is no PostgreSQL to end in " + cluster().string());
    if (!test::eventually([&] { return ::kill(postmaster, 0) != 0; }))
        throw std::runtime_error("PostgreSQL does not end in " + cluster().string());
}

void Shop::kill_database() {
    end_postmaster(SIGKILL);
}

void Shop::stop_database() {
    end_postmaster(SIGQUIT);
}

void Shop::start_database() {
    const auto log = (cluster() / "server.log").string();
    const auto start = as_owner_of(cluster()) + binaries + "pg_ctl -D " +
                       (cluster() / "data").string() + " -l " + log + " -w restart >>" + log +
                       " 2>&1";
    if (std::system(start.c_str()) != 0)
        throw std::runtime_error("PostgreSQL does not start: see " + log);
}

}  // namespace kontor::chaos
