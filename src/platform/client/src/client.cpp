#include "platform/client/client.hpp"

#include "circuit.hpp"
#include "curl.hpp"

#include "platform/telemetry/log.hpp"

#include <array>
#include <mutex>
#include <stdexcept>

namespace kontor::platform {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t most_idle_handles = 8;

struct Outcome {
    CURLcode code = CURLE_OK;
    std::string reason;
    bool sent = false;  // at least one byte of the request
    std::size_t largest_body = 0;
    IncomingAnswer answer;
};

bool is_safe(const OutgoingRequest& request) {
    return request.method == "GET" || request.method == "HEAD";
}

std::size_t take_body(char* data, std::size_t, std::size_t size, void* target) {
    auto& outcome = *static_cast<Outcome*>(target);
    auto& body = outcome.answer.body;
    if (body.size() + size > outcome.largest_body) return 0;
    body.append(data, size);
    return size;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* target) {
    auto& headers = static_cast<Outcome*>(target)->answer.headers;
    std::string_view line(data, size);
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    // Headers of an interim answer (100, 103) are not those of the answer.
    if (line.starts_with("HTTP/")) headers.clear();
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return size;
    auto value = line.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    headers.emplace_back(line.substr(0, colon), value);
    return size;
}

CurlList headers_of(const OutgoingRequest& request) {
    CurlList list;
    for (const auto& [name, value] : request.headers) {
        if ((name + value).find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos) {
            throw std::invalid_argument("the header '" + name + "' contains a line break or NUL");
        }
        // "name:" alone would tell libcurl to leave the header out.
        append(list, value.empty() ? name + ";" : name + ": " + value);
    }
    append(list, "Expect:");
    return list;
}

void set_request(CURL* handle, const OutgoingRequest& request, const curl_slist* headers) {
    curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    // One request per connection at a time, so that CURLINFO_REQUEST_SIZE tells what was sent.
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    // When a kept connection turns out to be dead, libcurl silently sends the request once more.
    if (!is_safe(request)) curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L);
    if (!is_safe(request) || !request.body.empty()) {
        curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                         static_cast<curl_off_t>(request.body.size()));
        curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.data());
    }
    if (request.method == "HEAD") curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

bool is_sent(CURL* handle) {
    long size = 0;
    curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &size);
    return size > 0;
}

Outcome perform(CURL* handle, const OutgoingRequest& request, const curl_slist* headers,
                std::chrono::milliseconds left) {
    Outcome outcome;
    outcome.largest_body = request.largest_answer;
    std::array<char, CURL_ERROR_SIZE> reason{};
    Ending ending{request.stop, request.grace, [&] { return is_sent(handle); }};
    curl_easy_reset(handle);
    set_basics(handle, left, ending, reason.data());
    set_request(handle, request, headers);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &outcome);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &outcome);

    outcome.code = curl_easy_perform(handle);
    outcome.sent = is_sent(handle);
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    outcome.answer.status = static_cast<int>(status);
    outcome.reason = outcome.code == CURLE_OK ? "status " + std::to_string(status)
                     : reason[0]              ? reason.data()
                                              : curl_easy_strerror(outcome.code);
    return outcome;
}

bool is_interrupted(const Outcome& outcome) {
    return outcome.code == CURLE_ABORTED_BY_CALLBACK;
}

bool is_failure(const Outcome& outcome) {
    return outcome.code != CURLE_OK || outcome.answer.status >= 500;
}

Error unreachable(const std::string& name, const std::string& reason) {
    return {ErrorKind::unavailable, "client.unreachable",
            "The service '" + name + "' cannot be reached, nothing was sent: " + reason + "."};
}

Error no_answer(const std::string& name, const std::string& reason) {
    return {ErrorKind::unavailable, "client.no_answer",
            "The service '" + name + "' was asked but gave no answer, so it is unknown whether " +
                "it acted: " + reason + "."};
}

Error interrupted(const std::string& name) {
    return {ErrorKind::unavailable, "client.interrupted",
            "The program was ended before the service '" + name + "' had answered. Try again."};
}

Error circuit_open(const std::string& name) {
    return {ErrorKind::unavailable, "client.circuit_open",
            "The service '" + name + "' keeps failing and is not asked for a while."};
}

}  // namespace

struct HttpClient::State {
    explicit State(ClientOptions given)
        : options(std::move(given)),
          circuit(options.failures_to_open, options.open_for),
          budget(options.retry_budget) {}

    bool admit() {
        const std::lock_guard lock(mutex);
        if (!circuit.admits(steady_clock::now())) return false;
        budget.earn();
        return true;
    }

    bool may_retry() {
        const std::lock_guard lock(mutex);
        return budget.spend();
    }

    void report(const Outcome& outcome) {
        bool opened = false;
        {
            const std::lock_guard lock(mutex);
            if (is_failure(outcome)) {
                opened = circuit.failed(steady_clock::now());
            } else {
                circuit.succeeded();
            }
        }
        if (opened) {
            log::warning("circuit opened", {{"service", options.name}, {"reason", outcome.reason}});
        }
    }

    // Idle handles are kept because each keeps its connection open.
    CurlHandle lease() {
        const std::lock_guard lock(mutex);
        if (idle.empty()) return new_curl_handle();
        auto handle = std::move(idle.back());
        idle.pop_back();
        return handle;
    }

    void give_back(CurlHandle handle) {
        const std::lock_guard lock(mutex);
        if (idle.size() < most_idle_handles) idle.push_back(std::move(handle));
    }

    const ClientOptions options;
    std::mutex mutex;
    Circuit circuit;
    RetryBudget budget;
    std::vector<CurlHandle> idle;
};

HttpClient::HttpClient(ClientOptions options)
    : state_(std::make_unique<State>(std::move(options))) {}

HttpClient::~HttpClient() = default;

Result<IncomingAnswer> HttpClient::send(const OutgoingRequest& request) {
    const auto& name = state_->options.name;
    const auto deadline = steady_clock::now() + request.deadline;
    const auto left = [&] {
        return std::chrono::duration_cast<std::chrono::milliseconds>(deadline -
                                                                     steady_clock::now());
    };

    const auto headers = headers_of(request);
    if (!state_->admit()) return circuit_open(name);
    auto handle = state_->lease();
    auto outcome = perform(handle.get(), request, headers.get(), left());
    const bool worth_a_retry = outcome.code != CURLE_OK && !outcome.sent && is_safe(request);
    if (worth_a_retry && left().count() > 0 && state_->may_retry()) {
        outcome = perform(handle.get(), request, headers.get(), left());
    }
    if (!is_interrupted(outcome)) state_->report(outcome);
    state_->give_back(std::move(handle));

    if (outcome.code == CURLE_OK) return std::move(outcome.answer);
    if (is_interrupted(outcome)) return interrupted(name);
    return outcome.sent ? no_answer(name, outcome.reason) : unreachable(name, outcome.reason);
}

}  // namespace kontor::platform
