#include "server.hpp"

#include "platform/db/migrations.hpp"
#include "platform/telemetry/log.hpp"

#include <array>
#include <cstring>

namespace kontor::platform::db {

namespace {

constexpr auto remember_failure = std::chrono::milliseconds(500);

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

struct FreeResult {
    void operator()(PGresult* result) const { PQclear(result); }
};

std::string without_line_end(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
    return text;
}

// The server settings that the connection string itself asks for; also its check.
std::string settings_in(const std::string& dsn) {
    char* complaint = nullptr;
    const std::unique_ptr<PQconninfoOption, FreeOptions> parsed(
        PQconninfoParse(dsn.c_str(), &complaint));
    if (!parsed) {
        const std::string reason = complaint ? without_line_end(complaint) : "out of memory";
        PQfreemem(complaint);
        throw std::invalid_argument("the database's connection string cannot be read: " + reason);
    }
    for (const auto* option = parsed.get(); option->keyword; ++option)
        if (std::strcmp(option->keyword, "options") == 0 && option->val) return option->val;
    return "";
}

// Sent with the start of the connection, so that they cost no round trip.
std::string session_settings(const PoolOptions& options) {
    return "-c statement_timeout=" + std::to_string(options.statement_timeout.count()) +
           " -c idle_in_transaction_session_timeout=60000 -c TimeZone=UTC -c DateStyle=ISO"
           " -c search_path= -c plan_cache_mode=" +
           (options.plans == Plans::kept ? "force_generic_plan " : "force_custom_plan ") +
           settings_in(options.dsn);
}

void on_notice(void* traffic, const PGresult* notice) {
    const auto field = [&](int code) {
        const char* text = PQresultErrorField(notice, code);
        return std::string(text ? text : "");
    };
    if (field(PG_DIAG_SEVERITY_NONLOCALIZED) != "WARNING") return;
    ++static_cast<Traffic*>(traffic)->warnings;
    log::warning("the database warns", {{"sqlstate", field(PG_DIAG_SQLSTATE)},
                                        {"warning", field(PG_DIAG_MESSAGE_PRIMARY)}});
}

}  // namespace

Server::Server(const PoolOptions& options)
    : dsn_(options.dsn),
      settings_(session_settings(options)),
      max_lifetime_(options.max_lifetime) {}

Connection Server::open() const {
    const std::array keywords = {"connect_timeout",     "tcp_user_timeout", "keepalives_idle",
                                 "keepalives_interval", "dbname",           "application_name",
                                 "client_encoding",     "options",          (const char*)nullptr};
    const std::array values = {"3",    "10000",           "10",
                               "5",    dsn_.c_str(),      "kontor",
                               "UTF8", settings_.c_str(), (const char*)nullptr};
    return Connection(PQconnectdbParams(keywords.data(), values.data(), 1));
}

Connection Server::connect() {
    {
        const std::lock_guard lock(mutex_);
        if (std::chrono::steady_clock::now() < down_until_) throw DatabaseUnavailable(why_down_);
    }
    Connection connection = open();
    if (PQstatus(connection.get()) != CONNECTION_OK) {
        const std::lock_guard lock(mutex_);
        down_until_ = std::chrono::steady_clock::now() + remember_failure;
        why_down_ =
            "cannot connect to the database: " + without_line_end(PQerrorMessage(connection.get()));
        throw DatabaseUnavailable(why_down_);
    }
    PQsetNoticeReceiver(connection.get(), on_notice, &traffic_);
    if (!guarded_roles()) look_for_policies(connection.get());
    PQenterPipelineMode(connection.get());
    return connection;
}

Server::Roles Server::guarded_roles() {
    const std::lock_guard lock(mutex_);
    return guarded_roles_;
}

void Server::look_for_policies(PGconn* connection) {
    const std::unique_ptr<PGresult, FreeResult> answer(
        PQexec(connection,
               "select distinct n.nspname from pg_catalog.pg_policy p"
               " join pg_catalog.pg_class c on c.oid = p.polrelid"
               " join pg_catalog.pg_namespace n on n.oid = c.relnamespace"));
    std::vector<std::string> roles;
    for (int row = 0; row < PQntuples(answer.get()); ++row)
        roles.push_back(module_role(PQgetvalue(answer.get(), row, 0)));
    if (roles.empty()) return;
    const std::lock_guard lock(mutex_);
    guarded_roles_ = std::make_shared<const std::vector<std::string>>(std::move(roles));
}

}  // namespace kontor::platform::db
