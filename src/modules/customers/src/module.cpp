#include "customers/module.hpp"
