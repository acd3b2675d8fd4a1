#include "curl.hpp"

#include "platform/client/client.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace kontor::platform {
namespace {

std::string address_in(std::string mailbox) {
    const auto bracket = mailbox.rfind('<');
    if (bracket != std::string::npos) mailbox.erase(0, bracket + 1);
    // A line break would start a command of its own.
    std::erase_if(mailbox, [](char c) { return c == '>' || (c >= '\0' && c <= ' '); });
    return mailbox;
}

// How far the conversation with the server has come.
struct Conversation {
    std::string_view left;     // of the message
    std::string last_command;  // RCPT and the like
};

std::size_t give_message(char* buffer, std::size_t size, std::size_t count, void* conversation) {
    auto& left = static_cast<Conversation*>(conversation)->left;
    const auto length = std::min(size * count, left.size());
    std::memcpy(buffer, left.data(), length);
    left.remove_prefix(length);
    return length;
}

// libcurl tells the code of the last reply, but not to which command it was. It takes its leave
// from a server that refused one.
int take_command(CURL*, curl_infotype type, char* data, std::size_t size, void* conversation) {
    const auto command = std::string_view(data, size).substr(0, 4);
    if (type == CURLINFO_HEADER_OUT && command != "QUIT")
        static_cast<Conversation*>(conversation)->last_command = command;
    return 0;
}

void set_login(CURL* handle, const SmtpOptions& options) {
    if (options.username.empty()) {
        curl_easy_setopt(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_TRY));
        // Who could show a false certificate could as well leave out the offer of TLS; and a server
        // on the same machine mostly has one of its own.
        const bool is_offered = options.url.starts_with("smtp://");
        curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, is_offered ? 0L : 1L);
        curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, is_offered ? 0L : 2L);
        return;
    }
    // Never a password over a connection that anybody can read.
    curl_easy_setopt(handle, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    curl_easy_setopt(handle, CURLOPT_USERNAME, options.username.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, options.password.c_str());
}

// Else about every message: greeting, sender and login (53x) are the operator's to correct, and 421
// ends the service.
bool is_about_message(const std::string& command, long reply) {
    constexpr long ending = 421;
    constexpr long too_large = 552;
    if (reply < 400 || reply == ending || (reply >= 530 && reply < 540)) return false;
    return command == "RCPT" || command == "DATA" || reply == too_large;
}

Error refused(const std::string& to, const std::string& reason) {
    return {ErrorKind::invalid, "smtp.refused",
            "The mail server refuses the message to " + to + " for good: " + reason +
                ". Correct the address or the message."};
}

Error deferred(const std::string& to, const std::string& reason) {
    return {ErrorKind::unavailable, "smtp.deferred",
            "The mail server does not take the message to " + to + " for now: " + reason +
                ". Try again later."};
}

Error interrupted(const std::string& to) {
    return {ErrorKind::unavailable, "smtp.interrupted",
            "The program was ended before the mail server had taken the message to " + to +
                ". Try again."};
}

Error unavailable(const std::string& url, const std::string& reason) {
    return {ErrorKind::unavailable, "smtp.unavailable",
            "The mail server " + url + " did not take the message: " + reason + ". Try again."};
}

}  // namespace

Result<> send_mail(const SmtpOptions& options, const MailMessage& message) {
    const auto text = to_rfc5322(message);
    const auto from = address_in(message.from);
    const auto to = address_in(message.to);
    Conversation conversation{text, {}};
    Ending ending{options.stop, options.grace, [&] { return conversation.left.empty(); }};
    std::array<char, CURL_ERROR_SIZE> reason{};
    CurlList recipients;
    append(recipients, to);

    const auto handle = new_curl_handle();
    set_basics(handle.get(), options.deadline, ending, reason.data());
    // Else the farewell is left to a handle that nobody can tell to stop, and a server that has
    // fallen silent is waited for two minutes.
    curl_easy_setopt(handle.get(), CURLOPT_FORBID_REUSE, 1L);
    const auto patience = std::chrono::ceil<std::chrono::seconds>(options.deadline);
    curl_easy_setopt(handle.get(), CURLOPT_SERVER_RESPONSE_TIMEOUT,
                     static_cast<long>(patience.count()));
    set_login(handle.get(), options);
    curl_easy_setopt(handle.get(), CURLOPT_URL, options.url.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(handle.get(), CURLOPT_MAIL_FROM, from.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
    curl_easy_setopt(handle.get(), CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_READFUNCTION, give_message);
    curl_easy_setopt(handle.get(), CURLOPT_READDATA, &conversation);
    curl_easy_setopt(handle.get(), CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_DEBUGFUNCTION, take_command);
    curl_easy_setopt(handle.get(), CURLOPT_DEBUGDATA, &conversation);

    const auto code = curl_easy_perform(handle.get());
    if (code == CURLE_OK) return {};
    if (code == CURLE_ABORTED_BY_CALLBACK) return interrupted(to);
    long reply = 0;
    curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &reply);
    const std::string why = reason[0] ? reason.data() : curl_easy_strerror(code);
    if (!is_about_message(conversation.last_command, reply)) return unavailable(options.url, why);
    return reply >= 500 ? refused(to, why) : deferred(to, why);
}

}  // namespace kontor::platform
