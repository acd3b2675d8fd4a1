#include "stripe_double.hpp"

#include "stripe_keys.hpp"
#include "stripe_webhooks.hpp"
#include "support/form_fields.hpp"
#include "support/plain_server.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <atomic>
#include <set>

namespace kontor::test {

namespace {

using Object = boost::json::object;
using Manner = PlainAnswer::Manner;

std::string field(const FormFields& form, const std::string& name) {
    const auto found = form.find(name);
    return found == form.end() ? "" : found->second;
}

std::string header(const PlainRequest& request, const std::string& name) {
    const auto found = request.headers.find(name);
    return found == request.headers.end() ? "" : found->second;
}

PlainAnswer to_plain(const StripeAnswer& answer, bool is_replayed = false) {
    PlainAnswer plain{answer.status,
                      {{"Content-Type", "application/json"}, {"Request-Id", "req_double"}},
                      boost::json::serialize(answer.body)};
    if (is_replayed) plain.headers["Idempotent-Replayed"] = "true";
    return plain;
}

// What follows the prefix, up to the next slash, and what comes after that.
struct Rest {
    std::string id;
    std::string deed;
};

std::optional<Rest> below(const std::string& path, const std::string& prefix) {
    if (!path.starts_with(prefix + "/")) return std::nullopt;
    const auto rest = path.substr(prefix.size() + 1);
    const auto slash = rest.find('/');
    return Rest{rest.substr(0, slash), slash == rest.npos ? "" : rest.substr(slash + 1)};
}

StripeAnswer unrecognised(const PlainRequest& request) {
    return stripe_error(404, "invalid_request_error", "",
                        "Unrecognized request URL (" + request.method + ": " + request.path + ").");
}

StripeAnswer failure() {
    return stripe_error(500, "api_error", "", "An unknown error occurred.");
}

// metadata["name"]:"value", the one query that is understood.
StripeAnswer search(StripeBooks& books, const std::string& query) {
    const auto part = [&](const std::string& before, std::size_t from) {
        const auto begin = query.find(before, from);
        if (begin == query.npos) return std::pair<std::string, std::size_t>{"", query.size()};
        const auto start = begin + before.size();
        const auto end = query.find_first_of("\"'", start);
        return std::pair{query.substr(start, end - start), end};
    };
    auto [name, after] = part("metadata[\"", 0);
    if (name.empty()) std::tie(name, after) = part("metadata['", 0);
    auto [value, end] = part(":\"", after);
    if (value.empty()) std::tie(value, end) = part(":'", after);
    auto answer = books.list_intents(name, value);
    answer.body["object"] = "search_result";
    answer.body["url"] = "/v1/payment_intents/search";
    return answer;
}

StripeAnswer read(StripeBooks& books, const PlainRequest& request) {
    const auto query = read_form(request.query);
    const auto& path = request.path;
    if (path == "/v1/payment_intents") return books.list_intents("", "");
    if (path == "/v1/payment_intents/search") return search(books, field(query, "query"));
    if (path == "/v1/refunds") return books.list_refunds(field(query, "payment_intent"));
    if (const auto rest = below(path, "/v1/payment_intents")) {
        const bool expands = field(query, "expand[]") == "latest_charge" ||
                             field(query, "expand[0]") == "latest_charge";
        return books.intent(rest->id, expands);
    }
    if (const auto rest = below(path, "/v1/customers")) return books.customer(rest->id);
    return unrecognised(request);
}

StripeAnswer write(StripeBooks& books, const PlainRequest& request, const FormFields& form) {
    const auto& path = request.path;
    if (path == "/v1/payment_intents") return books.create_intent(form);
    if (path == "/v1/refunds") return books.create_refund(form);
    if (path == "/v1/customers") return books.create_customer(form);
    if (const auto rest = below(path, "/v1/payment_intents")) {
        if (rest->deed == "confirm") return books.confirm(rest->id, form);
        if (rest->deed == "capture") return books.capture(rest->id, form);
        if (rest->deed == "cancel") return books.cancel(rest->id, form);
    }
    if (const auto rest = below(path, "/v1/payment_methods")) {
        if (rest->deed == "attach") return books.attach(rest->id, form);
        if (rest->deed == "detach") return books.detach(rest->id);
    }
    return unrecognised(request);
}

}  // namespace

struct StripeDouble::State {
    explicit State(StripeDoubleOptions given)
        : options(std::move(given)),
          webhooks(options.webhook_secret, {.url = options.webhook_url}),
          books(options.books,
                [this](const std::string&, const Object& event) {
                    webhooks.announce(boost::json::serialize(event));
                }),
          server(options.port, [this](const PlainRequest& request) { return answer(request); }) {}

    PlainAnswer answer(const PlainRequest& request) {
        ++requests;
        if (request.path.starts_with("/double/")) return obey(request);
        const auto credentials = header(request, "authorization");
        if (credentials != "Bearer " + options.secret_key)
            return to_plain(
                stripe_error(401, "invalid_request_error", "", "Invalid API Key provided."));
        if (request.method == "GET") return to_plain(read(books, request));
        if (request.method != "POST") return to_plain(unrecognised(request));
        return post(request);
    }

    PlainAnswer post(const PlainRequest& request) {
        const auto form = read_form(request.body);
        const auto key = header(request, "idempotency-key");
        const auto fault = fault_of(request.path, form);
        if (fault == "reset") return {.manner = Manner::cut};
        if (fault == "hang_before") return {.manner = Manner::silent};
        if (fault == "unavailable")
            return to_plain(stripe_error(503, "api_error", "", "Try again later."));
        const auto done = keys.once(key, request.path + "\n" + request.body, [&] {
            return fault == "error_before" ? failure() : write(books, request, form);
        });
        if (fault == "error_after" && !done.is_replayed) {
            keys.overwrite(key, failure());
            return to_plain(failure());
        }
        if (fault == "answer_lost") return {.manner = Manner::cut};
        if (fault == "hang_after") return {.manner = Manner::silent};
        return to_plain(done.answer, done.is_replayed);
    }

    // One of the token strikes the first time only: what is asked again is answered.
    std::string fault_of(const std::string& path, const FormFields& form) {
        const std::lock_guard lock(mutex);
        const auto token = field(form, "payment_method");
        const auto payment = field(form, "metadata[payment]");
        for (const auto* known : {"answer_lost", "error_after", "hang_after", "reset",
                                  "error_before", "hang_before", "unavailable"})
            if (token.find(known) != token.npos && struck.insert(token + payment).second)
                return known;
        if (times <= 0 || !path.starts_with(suffering_path)) return "";
        --times;
        return suffered;
    }

    PlainAnswer obey(const PlainRequest& request) {
        const auto form = read_form(request.body);
        if (request.path == "/double/faults") {
            const auto path = field(form, "path");
            suffer(field(form, "fault"), std::stoi("0" + field(form, "times")),
                   path.empty() ? "/v1/" : path);
            return to_plain({200, {}});
        }
        if (request.path == "/double/webhooks") return to_plain(behave(form));
        if (const auto rest = below(request.path, "/double/authenticate"))
            return to_plain(books.authenticate(rest->id, field(form, "agrees") != "false"));
        if (request.path == "/double/books") return to_plain(show());
        return to_plain(unrecognised(request));
    }

    StripeAnswer behave(const FormFields& form) {
        auto manners = webhooks.manners();
        if (form.contains("url")) manners.url = field(form, "url");
        if (form.contains("enabled")) manners.enabled = field(form, "enabled") == "true";
        if (form.contains("early")) manners.early = field(form, "early") == "true";
        if (form.contains("order")) manners.permuted = field(form, "order") == "permuted";
        if (form.contains("copies")) manners.copies = std::stoi("0" + field(form, "copies"));
        if (form.contains("delay_ms"))
            manners.delay = std::chrono::milliseconds(std::stoi("0" + field(form, "delay_ms")));
        webhooks.behave(manners);
        return {200, {}};
    }

    StripeAnswer show() {
        boost::json::array entries;
        for (const auto& entry : books.entries())
            entries.push_back({{"deed", entry.deed},
                               {"intent", entry.intent},
                               {"charge", entry.charge},
                               {"amount", entry.amount}});
        return {200, {{"entries", std::move(entries)}}};
    }

    void suffer(const std::string& fault, int how_often, const std::string& path) {
        const std::lock_guard lock(mutex);
        suffered = fault;
        times = how_often;
        suffering_path = path;
    }

    StripeDoubleOptions options;
    std::mutex mutex;
    std::string suffered;
    std::string suffering_path;
    int times = 0;
    std::set<std::string> struck;
    std::atomic<std::int64_t> requests = 0;
    StripeKeys keys;
    StripeWebhooks webhooks;
    StripeBooks books;
    PlainServer server;
};

StripeDouble::StripeDouble(StripeDoubleOptions options)
    : state_(std::make_unique<State>(std::move(options))) {}

StripeDouble::~StripeDouble() = default;

std::string StripeDouble::url() const {
    return "http://127.0.0.1:" + std::to_string(state_->server.port());
}

StripeBooks& StripeDouble::books() {
    return state_->books;
}

void StripeDouble::suffer(const std::string& fault, int times, const std::string& path) {
    state_->suffer(fault, times, path);
}

std::vector<SignedWebhook> StripeDouble::take_webhooks() {
    return state_->webhooks.take();
}

std::int64_t StripeDouble::requests() const {
    return state_->requests;
}

}  // namespace kontor::test
