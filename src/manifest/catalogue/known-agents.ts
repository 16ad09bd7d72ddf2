/**
 * Agents by name, and what the metadata of the common ones say: their parameters, and the monitors of those that can be
 * promoted. Source: the metadata of resource-agents 4.12, fence-agents 4.12, Pacemaker 2.1.5, PAF 2.3 and DRBD's agent.
 * Over 300 lines: it is a table.
 */

interface Monitor {
  readonly interval: string;
  readonly timeout: string;
  readonly role: string | undefined;
}

/** Agents of the providers whose agents are known, by what stands before their name. */
export const AGENT_NAMES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    "ocf:heartbeat:",
    words(
      "aliyun-vpc-move-ip anything AoEtarget apache asterisk AudibleAlarm aws-vpc-move-ip aws-vpc-route53 " +
        "awseip awsvip azure-events azure-events-az azure-lb ClusterMon clvm conntrackd corosync-qnetd crypt " +
        "CTDB db2 Delay dhcpd dnsupdate docker docker-compose dovecot Dummy dummypy eDir88 ethmonitor Evmsd " +
        "EvmsSCC exportfs Filesystem fio galera garbd gcp-ilb gcp-pd-move gcp-vpc-move-ip gcp-vpc-move-route " +
        "gcp-vpc-move-vip ICP ids iface-bridge iface-macvlan iface-vlan IPaddr IPaddr2 ipsec IPsrcaddr " +
        "IPv6addr iscsi iSCSILogicalUnit iSCSITarget jboss jira kamailio ldirectord LinuxSCSI LVM LVM-activate " +
        "lvmlockd lxc lxd-info machine-info MailTo ManageRAID ManageVE mariadb mdraid minio mpathpersist mysql " +
        "mysql-proxy nagios named nfsnotify nfsserver nginx NodeUtilization nvmet-namespace nvmet-port " +
        "nvmet-subsystem ocivip openstack-cinder-volume openstack-floating-ip openstack-info " +
        "openstack-virtual-ip oraasm oracle oralsnr ovsmonitor pgagent pgsql pgsqlms pingd podman podman-etcd portblock " +
        "postfix pound powervs-subnet proftpd Pure-FTPd rabbitmq-cluster rabbitmq-server-ha Raid1 redis rkt " +
        "Route rsyncd rsyslog SAPDatabase SAPHana SAPHanaController SAPHanaTopology SAPInstance SAPStartSrv " +
        "scsi2reservation SendArp ServeRAID sfex sg_persist slapd smb-share SphinxSearchDaemon Squid Stateful " +
        "storage-mon sybaseASE symlink SysInfo syslog-ng tomcat varnish vdo-vol VIPArip VirtualDomain vmware " +
        "vsftpd WAS WAS6 WinPopup Xen Xinetd zabbixserver ZFS",
    ),
  ],
  [
    "ocf:pacemaker:",
    words(
      "ClusterMon Dummy HealthCPU HealthIOWait HealthSMART NodeUtilization Stateful SysInfo SystemHealth " +
        "attribute booth-site controld ifspeed o2cb ping remote",
    ),
  ],
  [
    "stonith:",
    words(
      "fence_aliyun fence_alom fence_amt fence_apc fence_apc_snmp fence_aws fence_azure_arm " +
        "fence_bladecenter fence_brocade fence_cdu fence_cisco_mds fence_cisco_ucs fence_compute " +
        "fence_crosslink fence_cyberpower_ssh fence_docker fence_drac fence_drac5 fence_dummy fence_eaton_snmp " +
        "fence_ecloud fence_emerson fence_eps fence_evacuate fence_gce fence_hds_cb fence_heuristics_ping " +
        "fence_hpblade fence_ibm_powervs fence_ibm_vpc fence_ibmblade fence_ibmz fence_idrac fence_ifmib " +
        "fence_ilo fence_ilo2 fence_ilo3 fence_ilo3_ssh fence_ilo4 fence_ilo4_ssh fence_ilo5 fence_ilo5_ssh " +
        "fence_ilo_moonshot fence_ilo_mp fence_ilo_ssh fence_imm fence_intelmodular fence_ipdu fence_ipmilan " +
        "fence_ipmilanplus fence_ironic fence_kdump fence_kubevirt fence_ldom fence_legacy fence_lindypdu " +
        "fence_lpar fence_mpath fence_netio fence_openstack fence_ovh fence_powerman fence_pve fence_raritan " +
        "fence_raritan_px3 fence_rcd_serial fence_redfish fence_rhevm fence_rsa fence_rsb fence_sanbox2 " +
        "fence_sanlock fence_sbd fence_scsi fence_skalar fence_tripplite_snmp fence_vbox fence_virsh " +
        "fence_virt fence_vmware fence_vmware_rest fence_vmware_soap fence_vmware_vcloud fence_watchdog " +
        "fence_wti fence_xenapi fence_xvm fence_zvmip",
    ),
  ],
]);

/** The parameters of an agent, by its whole name. */
export const AGENT_PARAMETERS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    "ocf:heartbeat:galera",
    words(
      "binary client_binary config datadir user group log pid socket enable_creation additional_parameters " +
        "wsrep_cluster_address cluster_host_map check_user check_passwd check_passwd_use_empty two_node_mode",
    ),
  ],
  [
    "ocf:heartbeat:redis",
    words(
      "bin client_bin config user rundir pidfile_name socket_name port tunnel_host tunnel_port_map " +
        "wait_last_known_master",
    ),
  ],
  ["ocf:heartbeat:rabbitmq-cluster", words("set_policy")],
  [
    "ocf:heartbeat:IPaddr2",
    words(
      "ip nic cidr_netmask broadcast iflabel lvs_support lvs_ipv6_addrlabel lvs_ipv6_addrlabel_value mac " +
        "clusterip_hash unique_clone_address arp_interval arp_count arp_count_refresh arp_bg arp_sender " +
        "send_arp_opts flush_routes run_arping nodad noprefixroute preferred_lft network_namespace",
    ),
  ],
  [
    "ocf:heartbeat:podman",
    words("image name allow_pull run_opts run_cmd mount_points monitor_cmd force_kill reuse drop_in_dependency"),
  ],
  [
    "ocf:heartbeat:docker",
    words("image name allow_pull run_opts run_cmd mount_points monitor_cmd force_kill reuse query_docker_health"),
  ],
  [
    "ocf:heartbeat:Filesystem",
    words("device directory fstype options statusfile_prefix run_fsck fast_stop force_clones force_unmount"),
  ],
  [
    "ocf:heartbeat:pgsql",
    words(
      "pgctl start_opt ctl_opt psql pgdata pgdba pghost pgport pglibs monitor_user monitor_password " +
        "monitor_sql config pgdb logfile socketdir stop_escalate rep_mode node_list restore_command " +
        "archive_cleanup_command recovery_end_command master_ip repuser primary_conninfo_opt " +
        "restart_on_promote replication_slot_name tmpdir xlog_check_count crm_attr_timeout " +
        "stop_escalate_in_slave check_wal_receiver",
    ),
  ],
  [
    "ocf:heartbeat:mariadb",
    words(
      "binary client_binary config datadir user group log node_list pid socket test_table test_user " +
        "test_passwd enable_creation additional_parameters replication_user replication_passwd " +
        "replication_port",
    ),
  ],
  [
    "ocf:heartbeat:mysql",
    words(
      "binary client_binary config datadir user group log pid socket test_table test_user test_passwd " +
        "enable_creation additional_parameters replication_user replication_passwd replication_port " +
        "replication_require_ssl replication_master_ssl_ca replication_master_ssl_cert " +
        "replication_master_ssl_key max_slave_lag evict_outdated_slaves reader_attribute",
    ),
  ],
  [
    "ocf:heartbeat:nginx",
    words(
      "configfile httpd port status10url status10regex testclient test20url test20regex test20conffile " +
        "test20name external_monitor30_cmd options",
    ),
  ],
  [
    "ocf:heartbeat:apache",
    words(
      "configfile httpd port statusurl testregex client testurl testregex10 testconffile testname options " +
        "envfiles use_ipv6",
    ),
  ],
  ["ocf:heartbeat:Dummy", words("state fake")],
  [
    "ocf:heartbeat:VirtualDomain",
    words(
      "config hypervisor force_stop migration_transport migration_user migration_downtime migration_speed " +
        "migration_network_suffix migrateuri migrate_options monitor_scripts autoset_utilization_cpu " +
        "autoset_utilization_host_memory autoset_utilization_hv_memory unset_utilization_cpu " +
        "unset_utilization_host_memory unset_utilization_hv_memory migrateport remoteuri save_config_on_stop " +
        "sync_config_on_stop snapshot backingfile stateless copyindirs shutdown_mode start_resources",
    ),
  ],
  ["ocf:heartbeat:LVM-activate", words("vgname lvname vg_access_mode activation_mode tag partial_activation")],
  [
    "ocf:heartbeat:exportfs",
    words("clientspec options directory fsid unlock_on_stop wait_for_leasetime_on_stop rmtab_backup"),
  ],
  [
    "ocf:heartbeat:nfsserver",
    words(
      "nfs_init_script nfsv4_only nfs_no_notify nfs_notify_foreground nfs_smnotify_retry_time " +
        "nfs_server_scope nfs_ip nfs_shared_infodir rpcpipefs_dir",
    ),
  ],
  ["ocf:heartbeat:nfsnotify", words("source_host notify_args")],
  ["ocf:heartbeat:db2", words("instance dblist admin dbpartitionnum")],
  ["ocf:heartbeat:Delay", words("startdelay stopdelay mondelay")],
  ["ocf:heartbeat:garbd", words("binary user group log pid options wsrep_cluster_address wsrep_cluster_name")],
  ["ocf:heartbeat:symlink", words("link target backup_suffix")],
  [
    "ocf:heartbeat:iSCSITarget",
    words(
      "implementation iqn tid portals iser_portals allowed_initiators incoming_username incoming_password " +
        "additional_parameters",
    ),
  ],
  [
    "ocf:heartbeat:iSCSILogicalUnit",
    words(
      "implementation target_iqn lun path scsi_id scsi_sn emulate_tpu emulate_3pc emulate_caw vendor_id " +
        "product_id tgt_bstype tgt_bsoflags tgt_bsopts tgt_device_type additional_parameters " +
        "allowed_initiators lio_iblock liot_bstype",
    ),
  ],
  ["ocf:heartbeat:Route", words("destination device gateway source table family")],
  [
    "ocf:heartbeat:ethmonitor",
    words(
      "interface name multiplier repeat_count repeat_interval pktcnt_timeout arping_count arping_timeout " +
        "arping_cache_entries infiniband_device infiniband_port link_status_only",
    ),
  ],
  ["ocf:heartbeat:conntrackd", words("binary config")],
  [
    "ocf:heartbeat:SAPInstance",
    words(
      "InstanceName DIR_EXECUTABLE DIR_PROFILE START_PROFILE START_WAITTIME AUTOMATIC_RECOVER " +
        "MONITOR_SERVICES SHUTDOWN_METHOD ERS_InstanceName ERS_START_PROFILE PRE_START_USEREXIT " +
        "POST_START_USEREXIT PRE_STOP_USEREXIT POST_STOP_USEREXIT IS_ERS MINIMAL_PROBE",
    ),
  ],
  [
    "ocf:heartbeat:openstack-cinder-volume",
    words(
      "cloud openrc auth_url username password project_name user_domain_name project_domain_name " +
        "openstackcli insecure volume_local_check volume_id",
    ),
  ],
  ["ocf:pacemaker:Dummy", words("state passwd fake op_sleep fail_start_on envfile")],
  ["ocf:pacemaker:Stateful", words("state envfile notify_delay")],
  [
    "ocf:pacemaker:ping",
    words("pidfile dampen name multiplier host_list attempts timeout options failure_score use_fping debug"),
  ],
  ["ocf:pacemaker:controld", words("args daemon allow_stonith_disabled")],
  ["ocf:pacemaker:SysInfo", words("pidfile delay disks disk_unit min_disk_free")],
  ["ocf:pacemaker:HealthCPU", words("state yellow_limit red_limit")],
  ["ocf:pacemaker:remote", words("server port reconnect_interval")],
  ["ocf:pacemaker:attribute", words("state name active_value inactive_value")],
  [
    "stonith:fence_ipmilan",
    words(
      "action auth cipher hexadecimal_kg ip ipaddr ipport lanplus login method passwd passwd_script password " +
        "password_script plug port privlvl target username quiet verbose verbose_level debug debug_file " +
        "version help plug_separator delay disable_timeout ipmitool_path login_timeout port_as_ip " +
        "power_timeout power_wait shell_timeout stonith_status_sleep ipmitool_timeout retry_on sudo use_sudo " +
        "sudo_path",
    ),
  ],
  [
    "stonith:fence_ilo4",
    words(
      "action auth cipher hexadecimal_kg ip ipaddr ipport lanplus login method passwd passwd_script password " +
        "password_script plug port privlvl target username quiet verbose verbose_level debug debug_file " +
        "version help plug_separator delay disable_timeout ipmitool_path login_timeout port_as_ip " +
        "power_timeout power_wait shell_timeout stonith_status_sleep ipmitool_timeout retry_on sudo use_sudo " +
        "sudo_path",
    ),
  ],
  [
    "stonith:fence_idrac",
    words(
      "action auth cipher hexadecimal_kg ip ipaddr ipport lanplus login method passwd passwd_script password " +
        "password_script plug port privlvl target username quiet verbose verbose_level debug debug_file " +
        "version help plug_separator delay disable_timeout ipmitool_path login_timeout port_as_ip " +
        "power_timeout power_wait shell_timeout stonith_status_sleep ipmitool_timeout retry_on sudo use_sudo " +
        "sudo_path",
    ),
  ],
  [
    "stonith:fence_redfish",
    words(
      "action ip ipaddr ipport login passwd passwd_script password password_script plug port redfish-uri " +
        "redfish_uri ssl ssl_insecure ssl_secure systems-uri systems_uri username quiet verbose verbose_level " +
        "debug debug_file version help plug_separator delay disable_timeout login_timeout port_as_ip " +
        "power_timeout power_wait shell_timeout stonith_status_sleep retry_on gnutlscli_path",
    ),
  ],
  [
    "stonith:fence_vmware_rest",
    words(
      "action ip ipaddr ipport login notls passwd passwd_script password password_script plug port ssl " +
        "ssl_insecure ssl_secure username api_path filter quiet verbose verbose_level debug debug_file version " +
        "help plug_separator separator delay disable_timeout login_timeout power_timeout power_wait " +
        "shell_timeout stonith_status_sleep retry_on gnutlscli_path",
    ),
  ],
  [
    "stonith:fence_vmware_soap",
    words(
      "action ip ipaddr ipport login notls passwd passwd_script password password_script plug port ssl " +
        "ssl_insecure ssl_secure username quiet verbose verbose_level debug debug_file version help " +
        "plug_separator separator delay disable_timeout login_timeout power_timeout power_wait shell_timeout " +
        "stonith_status_sleep retry_on gnutlscli_path",
    ),
  ],
  [
    "stonith:fence_aws",
    words(
      "action plug port region access_key secret_key filter boto3_debug quiet verbose verbose_level debug " +
        "debug_file version help plug_separator separator delay disable_timeout login_timeout power_timeout " +
        "power_wait shell_timeout stonith_status_sleep retry_on",
    ),
  ],
  [
    "stonith:fence_azure_arm",
    words(
      "action login passwd passwd_script password password_script plug port username resourceGroup tenantId " +
        "subscriptionId network-fencing network_fencing msi cloud quiet verbose verbose_level debug debug_file " +
        "version help plug_separator separator delay disable_timeout login_timeout power_timeout power_wait " +
        "shell_timeout stonith_status_sleep retry_on",
    ),
  ],
  [
    "stonith:fence_gce",
    words(
      "action method plug port zone project stackdriver-logging stackdriver_logging baremetalsolution " +
        "apitimeout retries retrysleep serviceaccount plugzonemap proxyhost proxyport earlyexit warntimeout " +
        "errortimeout runonwarn runonfail quiet verbose verbose_level debug debug_file version help " +
        "plug_separator separator delay disable_timeout login_timeout power_timeout power_wait shell_timeout " +
        "stonith_status_sleep retry_on",
    ),
  ],
  [
    "stonith:fence_openstack",
    words(
      "action login passwd passwd_script password password_script plug port ssl_insecure username auth-url " +
        "auth_url project-name project_name user-domain-name user_domain_name project-domain-name " +
        "project_domain_name cloud openrc uuid cacert apitimeout quiet verbose verbose_level debug debug_file " +
        "version help plug_separator separator delay disable_timeout login_timeout power_timeout power_wait " +
        "shell_timeout stonith_status_sleep retry_on",
    ),
  ],
  [
    "stonith:fence_scsi",
    words(
      "action aptpl devices key plug port readonly suppress-errors suppress_errors logfile quiet verbose " +
        "verbose_level debug debug_file version help plug_separator delay disable_timeout login_timeout " +
        "power_timeout power_wait shell_timeout stonith_status_sleep retry_on corosync_cmap_path key_value " +
        "sg_persist_path sg_turs_path vgs_path",
    ),
  ],
  [
    "stonith:fence_mpath",
    words(
      "action devices key plug port suppress-errors suppress_errors quiet verbose verbose_level debug " +
        "debug_file version help plug_separator delay disable_timeout login_timeout mpathpersist_path " +
        "power_timeout power_wait shell_timeout stonith_status_sleep store_path retry_on sudo use_sudo " +
        "sudo_path",
    ),
  ],
  [
    "stonith:fence_sbd",
    words(
      "action devices method plug port quiet verbose verbose_level debug debug_file version help " +
        "plug_separator separator delay disable_timeout login_timeout power_timeout power_wait sbd_path " +
        "shell_timeout stonith_status_sleep retry_on",
    ),
  ],
  [
    "stonith:fence_apc",
    words(
      "action cmd_prompt command_prompt identity_file inet4_only inet6_only ip ipaddr ipport login passwd " +
        "passwd_script password password_script plug port secure ssh ssh_options switch username quiet verbose " +
        "verbose_level debug debug_file version help plug_separator separator delay disable_timeout " +
        "login_timeout power_timeout power_wait shell_timeout stonith_status_sleep retry_on ssh_path " +
        "telnet_path",
    ),
  ],
  ["stonith:fence_kdump", words("nodename ipport family action timeout verbose version usage")],
]);

/** What an agent is monitored with in each role, where its metadata tell roles apart. */
export const ROLE_MONITORS: ReadonlyMap<string, readonly Monitor[]> = new Map([
  ["ocf:heartbeat:galera", [monitor("10s", "30s", "Promoted"), monitor("30s", "30s", "Unpromoted")]],
  ["ocf:heartbeat:redis", [monitor("20s", "60s", "Promoted"), monitor("60s", "60s", "Unpromoted")]],
  ["ocf:heartbeat:pgsql", [monitor("29s", "30s", "Promoted"), monitor("30s", "30s")]],
  ["ocf:heartbeat:mariadb", [monitor("10s", "30s", "Promoted"), monitor("30s", "30s", "Unpromoted")]],
  ["ocf:heartbeat:mysql", [monitor("10s", "30s", "Promoted"), monitor("30s", "30s", "Unpromoted")]],
  ["ocf:heartbeat:db2", [monitor("22s", "60s", "Promoted"), monitor("20s", "60s")]],
  ["ocf:heartbeat:conntrackd", [monitor("10s", "20s", "Promoted"), monitor("20s", "20s", "Unpromoted")]],
  ["ocf:heartbeat:SAPInstance", [monitor("119s", "60s", "Promoted"), monitor("121s", "60s", "Unpromoted")]],
  ["ocf:pacemaker:Stateful", [monitor("10s", "20s", "Promoted"), monitor("11s", "20s", "Unpromoted")]],
  ["ocf:heartbeat:pgsqlms", [monitor("15s", "10s", "Promoted"), monitor("16s", "10s", "Unpromoted")]],
  ["ocf:linbit:drbd", [monitor("10s", "20s", "Promoted"), monitor("20s", "20s", "Unpromoted")]],
]);

function monitor(interval: string, timeout: string, role?: string): Monitor {
  return { interval, timeout, role };
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}
