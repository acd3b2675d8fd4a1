// libcurl's handles and lists, owned.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <memory>
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

// No signals (we have threads), the deadline, and a buffer for what went wrong.
void set_basics(CURL* handle, std::chrono::milliseconds deadline, char* reason);

}  // namespace kontor::platform
