#!/usr/bin/env escript
%% A small server of HTTP over Erlang's ssl: a port, and a file of options for ssl:listen/2.
main([Port, File]) ->
    {ok, _} = application:ensure_all_started(ssl),
    {ok, [Options]} = file:consult(File),
    {ok, Listener} = ssl:listen(list_to_integer(Port),
        [{ip, {127, 0, 0, 1}}, {backlog, 200}, {reuseaddr, true}, {active, false}, {log_level, none} | Options]),
    serve(Listener).

serve(Listener) ->
    {ok, Accepted} = ssl:transport_accept(Listener),
    Server = spawn(fun() -> receive go -> answer(Accepted) end end),
    ssl:controlling_process(Accepted, Server),
    Server ! go,
    serve(Listener).

answer(Accepted) ->
    case ssl:handshake(Accepted, 5000) of
        {ok, Socket} ->
            case ssl:recv(Socket, 0, 5000) of
                {ok, _} -> ssl:send(Socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
                _ -> ok
            end,
            ssl:close(Socket);
        _ -> ok
    end.
