#include "platform/http/reserved_port.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace kontor::platform::http {

using boost::asio::ip::tcp;

// Bound and not listening: the server may bind too, and nobody who takes any free port is given it.
struct ReservedPort::State {
    boost::asio::io_context context;
    tcp::socket socket{context};
};

ReservedPort::ReservedPort(const std::string& address) : state_(std::make_unique<State>()) {
    boost::system::error_code error;
    const tcp::endpoint endpoint(boost::asio::ip::make_address(address, error), 0);
    if (!error) state_->socket.open(endpoint.protocol(), error);
    if (!error) state_->socket.set_option(tcp::socket::reuse_address(true), error);
    if (!error) state_->socket.bind(endpoint, error);
}

ReservedPort::~ReservedPort() = default;

std::uint16_t ReservedPort::number() const {
    boost::system::error_code error;
    return state_->socket.local_endpoint(error).port();
}

}  // namespace kontor::platform::http
