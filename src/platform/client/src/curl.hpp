// libcurl's handles and lists, owned.
#pragma once

#include <curl/curl.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>

namespace kontor::platform {

struct CloseCurl {
    void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

using CurlHandle = std::unique_ptr<CURL, CloseCurl>;
using CurlList = std::unique_ptr<curl_slist, CloseCurl>;

// Thread-safe, unlike curl_easy_init() for the first handle of a process.
CurlHandle new_curl_handle();

void append(CurlList& list, const std::string& text);

// Whether to give up before the deadline. Who gives up on what the other side has may do it twice:
// once it is handed over, its answer is waited for a while. All is over a grace after the stop.
class Ending {
public:
    Ending(const std::stop_token& stop, std::chrono::milliseconds grace,
           std::function<bool()> is_handed_over);
    bool is_due() const;

private:
    using Clock = std::chrono::steady_clock;

    std::chrono::milliseconds grace_;
    std::function<bool()> is_handed_over_;
    std::atomic<Clock::time_point> stopped_at_ = Clock::time_point::max();
    std::stop_callback<std::function<void()>> noted_;
};

// No signals (we have threads), the deadline, when to give up, and a buffer for what went wrong.
// The ending is asked for as long as the handle performs.
void set_basics(CURL* handle, std::chrono::milliseconds deadline, Ending& ending, char* reason);

}  // namespace kontor::platform
