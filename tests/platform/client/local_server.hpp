// A server on a free port of this machine that says exactly what a test wants it to say.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

class LocalServer {
public:
    // Gets a whole request and gives all bytes of the answer; an empty answer hangs up.
    using Answer = std::function<std::string(const std::string& request)>;
    enum class After { hangs_up, waits_for_more };

    // The greeting comes before any request.
    explicit LocalServer(Answer answer, After after = After::hangs_up, std::string greeting = "");
    ~LocalServer();

    std::string url(const std::string& path = "/", const std::string& scheme = "http") const;
    void wait_for_a_client() const { clients_.wait(0); }
    int requests() const { return requests_; }

private:
    void serve(int connection);

    Answer answer_;
    After after_;
    std::string greeting_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<int> requests_ = 0;
    std::atomic<int> clients_ = 0;
    std::vector<int> connections_;
    std::vector<std::jthread> threads_;
    std::thread acceptor_;
};

// The address of a port on which nobody listens.
std::string closed_url();
