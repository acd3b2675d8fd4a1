// A real mail server in a process of its own, which hands over what it was sent.
#pragma once

#include <boost/json/object.hpp>

#include <cstdio>
#include <string>

class SmtpSink {
public:
    enum class Tls { none, of_its_own };  // which nobody else vouches for
    explicit SmtpSink(Tls tls = Tls::none);
    ~SmtpSink();

    std::string url() const { return "smtp://127.0.0.1:" + port_; }
    // The next message, as an independent parser reads it; waits for it.
    boost::json::object next_message();
    // Lets the server answer one message to slow@.
    void release();

private:
    std::string next_line();

    int process_ = -1;
    int stop_ = -1;
    std::FILE* output_ = nullptr;
    std::string port_;
};
